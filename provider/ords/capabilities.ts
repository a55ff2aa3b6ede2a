import { InputError } from "../session/errors";
import type { Operation, Outs } from "../session/operation";
import type { Session } from "../session/session";
import { out, plsql } from "./plsql";

/** What some versions of ORDS have and others lack: the first version that has it (facts 22, 38, 99, 102, 136, 167). */
const featureTable = {
  otherSchemas: { since: "24.4", what: "views of other schemas (DBA_ORDS_*)" },
  ordsSecurity: { since: "24.3", what: "the package ORDS_SECURITY" },
  mle: { since: "24.1.1", what: "mle/javascript and its environments" },
  jwtProfile: { since: "23.3", what: "JWT profiles" },
  roleClaim: { since: "25.1", what: "roles out of a claim of the JWT" },
  deleteTemplate: { since: "25.3", what: "DELETE_TEMPLATE and DELETE_HANDLER" },
  secretTimes: { since: "24.3", what: "the times of a client's secrets" },
  clientLifetimes: { since: "24.3", what: "lifetimes of a client's tokens" },
  adminUpdatesAll: { since: "24.3", what: "the long form of ORDS_SECURITY_ADMIN.UPDATE_CLIENT" },
} as const;

export type Feature = keyof typeof featureTable;

/** Where nothing can be seen and nothing is set, the operation's own error has to tell. */
const assumedVersion = "25.4";

/** What this database has, as far as the user may see it. */
interface Seen {
  /** `ORDS.DELETE_TEMPLATE` ... */
  readonly subprograms: ReadonlySet<string>;
  /** `OAUTH.CREATE_CLIENT.P_TOKEN_DURATION` ... */
  readonly args: ReadonlySet<string>;
  readonly hasMleColumn: boolean;
  readonly hasRoleClaimColumn: boolean;
  readonly hasSecretTimes: boolean;
  readonly isAdministrator: boolean;
}

/** The installed ORDS: its version, and what was found of it. */
export class Capabilities {
  readonly version: string;
  readonly #seen: Seen | undefined;

  constructor(version: string, seen?: Seen) {
    this.version = version;
    this.#seen = seen;
  }

  atLeast(version: string): boolean {
    return compareVersions(this.version, version) >= 0;
  }

  has(feature: Feature): boolean {
    const seen = this.#seen;
    if (seen !== undefined) {
      if (feature === "mle") return seen.hasMleColumn;
      if (feature === "roleClaim") return seen.hasRoleClaimColumn;
      if (feature === "secretTimes") return seen.hasSecretTimes && this.has("ordsSecurity");
      if (feature === "clientLifetimes" && seen.args.has("OAUTH.CREATE_CLIENT.P_TOKEN_DURATION")) return true;
      // Not readable at all says nothing; then the version counts.
      if (feature === "adminUpdatesAll" && seen.args.has("ORDS_SECURITY_ADMIN.UPDATE_CLIENT.P_NAME")) {
        return seen.args.has("ORDS_SECURITY_ADMIN.UPDATE_CLIENT.P_TOKEN_DURATION");
      }
      const telling = {
        ordsSecurity: "ORDS_SECURITY.REGISTER_CLIENT",
        deleteTemplate: "ORDS.DELETE_TEMPLATE",
      };
      if (seen.subprograms.size > 0 && feature in telling) {
        return seen.subprograms.has(telling[feature as keyof typeof telling]);
      }
    }
    return this.atLeast(featureTable[feature].since);
  }

  /** @throws InputError naming the version that has it. */
  demand(feature: Feature): void {
    if (this.has(feature)) return;
    const { since, what } = featureTable[feature];
    throw new InputError(
      `ORDS ${since} is the first version that has ${what}; ${this.version} is installed.`,
    );
  }

  /** Undefined where it was not asked, because the version was set. */
  get isAdministrator(): boolean | undefined {
    return this.#seen?.isAdministrator;
  }
}

/** Less than 0 where `left` is the older one. Parts that are no numbers, such as a build's, do not count. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [left, right].map((text) =>
    text
      .split(".")
      .filter((part) => /^\d+$/.test(part))
      .map(Number),
  ) as [number[], number[]];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const outs = {
  version: out("version"),
  subprograms: out("subprograms"),
  args: out("args"),
  mle: out("mle", "number"),
  roleClaim: out("role_claim", "number"),
  secretTimes: out("secret_times", "number"),
  administrator: out("administrator", "number"),
} as const;

/**
 * Asks for everything in one round trip. Each question is asked in dynamic SQL and may fail by itself: the views of another
 * version, or rights that are missing, are answers too (facts 101, 162, 176, 177).
 */
function discovery(): Operation {
  const { parts } = plsql`declare
l_text varchar2(4000);
l_count pls_integer;
begin
begin
execute immediate 'select ords.installed_version from dual' into l_text;
exception when others then l_text := null;
end;
if l_text is null then
begin
execute immediate 'select max(version) from ords_metadata.ords_version' into l_text;
exception when others then l_text := null;
end;
end if;
${outs.version} := l_text;
begin
execute immediate 'select listagg(object_name || ''.'' || procedure_name, '','') within group (order by object_name, procedure_name) from all_procedures where owner = ''ORDS_METADATA'' and (object_name, procedure_name) in ((''ORDS'', ''DEFINE_MODULE''), (''ORDS'', ''DELETE_TEMPLATE''), (''ORDS_SECURITY'', ''REGISTER_CLIENT''))' into l_text;
exception when others then l_text := null;
end;
${outs.subprograms} := l_text;
begin
execute immediate 'select listagg(name, '','') within group (order by name) from (select distinct package_name || ''.'' || object_name || ''.'' || argument_name as name from all_arguments where owner = ''ORDS_METADATA'' and (package_name, object_name, argument_name) in ((''OAUTH'', ''CREATE_CLIENT'', ''P_TOKEN_DURATION''), (''ORDS_SECURITY_ADMIN'', ''UPDATE_CLIENT'', ''P_NAME''), (''ORDS_SECURITY_ADMIN'', ''UPDATE_CLIENT'', ''P_TOKEN_DURATION'')))' into l_text;
exception when others then l_text := null;
end;
${outs.args} := l_text;
begin
execute immediate 'select count(mle_env_name) from user_ords_handlers where 1 = 0' into l_count;
${outs.mle} := 1;
exception when others then ${outs.mle} := 0;
end;
begin
execute immediate 'select count(role_claim_name) from user_ords_jwt_profile where 1 = 0' into l_count;
${outs.roleClaim} := 1;
exception when others then ${outs.roleClaim} := 0;
end;
begin
execute immediate 'select count(client_secret_issued_on) + count(client_secret_2_issued_on) from user_ords_clients where 1 = 0' into l_count;
${outs.secretTimes} := 1;
exception when others then ${outs.secretTimes} := 0;
end;
begin
execute immediate 'select count(*) from session_roles where role = ''ORDS_ADMINISTRATOR_ROLE''' into l_count;
${outs.administrator} := l_count;
exception when others then ${outs.administrator} := null;
end;
end;`;
  return { effect: "read", schema: undefined, alone: false, parts };
}

const known = new WeakMap<Session, Promise<Capabilities>>();

/** Found once a session, in a round trip of its own; a failed attempt is forgotten. A version that is set is believed. */
export function capabilitiesOf(session: Session, version: string | undefined): Promise<Capabilities> {
  if (version !== undefined) return Promise.resolve(new Capabilities(version));
  let found = known.get(session);
  if (found === undefined) {
    found = session
      .perform(discovery(), { doing: "find out which version of ORDS is installed" })
      .then(capabilitiesFrom);
    known.set(session, found);
    found.catch(() => known.delete(session));
  }
  return found;
}

function capabilitiesFrom(found: Outs): Capabilities {
  const version = found[outs.version.out];
  if (typeof version !== "string") return new Capabilities(assumedVersion);
  return new Capabilities(version, {
    subprograms: names(found[outs.subprograms.out]),
    args: names(found[outs.args.out]),
    hasMleColumn: found[outs.mle.out] === 1,
    hasRoleClaimColumn: found[outs.roleClaim.out] === 1,
    hasSecretTimes: found[outs.secretTimes.out] === 1,
    isAdministrator: found[outs.administrator.out] !== 0,
  });
}

function names(list: Outs[string] | undefined): Set<string> {
  return new Set(typeof list === "string" ? list.split(",") : []);
}
