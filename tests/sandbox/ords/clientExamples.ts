import { text } from "./fixture";
import type { BenchSession, Scene } from "./fixture";

export const identifier = /^[A-Za-z0-9_-]{22}\.\.$/;
export const generated = "ords_types.oauth_client_secret()";

export function register(name: string, secret = generated, rest = ""): string {
  return `declare c ords_types.t_client_credentials; begin
    c := ords_security.register_client(p_name => '${name}', p_grant_type => 'client_credentials', p_client_secret => ${secret}${rest});
    :secret := c.client_secret.secret; :slot := c.client_secret.slot; :id := c.client_key.id;
    :client_id := c.client_key.client_id; :name := c.client_key.name; end;`;
}

export const registered = { SECRET: null, SLOT: null, ID: null, CLIENT_ID: null, NAME: null };

/** What the view shows of the two secrets. */
export function shown(session: BenchSession): unknown[] {
  return session.rows("CLIENTS").flatMap((row) => [row.CLIENT_SECRET, row.CLIENT_SECRET_2]);
}

/** Which of the secrets ORDS over HTTP accepts, of what is committed. */
export function valid({ bench, my }: Scene, secrets: readonly unknown[]): boolean[] {
  my.commit();
  const id = text(my.column("CLIENTS", "ID")[0]);
  return secrets.map((secret) => bench.ords.metadata.verifySecret(id, text(secret)));
}

export const revocation = (
  call: string,
): string => `declare k ords_types.t_client_key; f ords_types.t_client_secret;
  c ords_types.t_client_credentials; begin k.name := 'c'; ${call} :slot := c.client_secret.slot; end;`;
