import * as pulumi from "@pulumi/pulumi";
import { OrdsHandler, OrdsModule, OrdsPrivilege, OrdsProvider, OrdsRole, OrdsSchema } from "pulumi-ords";

/** A database, where its ORDS answers, and the schemas that get the API. */
interface Database {
  readonly connectString: string;
  readonly baseUrl: string;
  /** Holds ORDS_ADMINISTRATOR_ROLE. */
  readonly administrator: string;
  readonly schemas: readonly string[];
}

// pulumi config set --path 'databases.eu.connectString' db.eu.example.com:1521/orders
// pulumi config set --path --secret 'passwords.eu' ...
const config = new pulumi.Config();
const databases = config.requireObject<Record<string, Database>>("databases");
const passwords = config.requireSecretObject<Record<string, string>>("passwords");

const urls: Record<string, pulumi.Output<string | undefined>> = {};

for (const [place, { connectString, baseUrl, administrator, schemas }] of Object.entries(databases)) {
  const provider = new OrdsProvider(place, {
    connectString,
    baseUrl,
    user: administrator,
    password: passwords.apply((all) => all[place] ?? ""),
  });
  for (const name of schemas) {
    const inPlace = (what: string): string => `${place}-${name}-${what}`;
    const schema = new OrdsSchema(inPlace("schema"), { schema: name }, { provider });
    const api = new OrdsModule(
      inPlace("status"),
      { name: "status", basePath: "/status/", schema },
      { provider },
    );
    const now = new OrdsHandler(
      inPlace("now"),
      { module: api, pattern: "now", source: "select systimestamp as now from dual" },
      { provider },
    );
    const role = new OrdsRole(inPlace("role"), { name: "STATUS_READER", schema }, { provider });
    new OrdsPrivilege(
      inPlace("privilege"),
      { name: "status.read", roles: [role], modules: [api], schema },
      { provider },
    );
    urls[`${place}/${name}`] = now.url;
  }
}

export { urls };
