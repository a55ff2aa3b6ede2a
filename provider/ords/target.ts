import type { Bind, BindValue } from "../session/operation";
import { InputError } from "../session/errors";
import type { Capabilities } from "./capabilities";
import { Fragment, identifier, join, plsql } from "./plsql";

/** An argument that was not given is not sent, so ORDS's own default holds. */
export type Argument = BindValue | boolean | Fragment | undefined;

export type Arguments = Readonly<Record<string, Argument>>;

/**
 * Whose objects are meant: the connected user's own (packages ORDS and ORDS_SECURITY, views USER_ORDS_*) or another
 * schema's (ORDS_ADMIN and ORDS_SECURITY_ADMIN with p_schema, views DBA_ORDS_*; facts 74 to 80, 136).
 */
export class Target {
  /** The other schema; undefined is the connected user's own. */
  readonly schema: string | undefined;
  readonly #admin: "" | "_admin";
  readonly #installed: Capabilities | undefined;

  /** @throws InputError when another schema is meant and the user is no administrator. */
  constructor(schema: string | undefined, user: string, installed?: Capabilities) {
    this.schema = schema === user ? undefined : schema;
    this.#admin = this.schema === undefined ? "" : "_admin";
    this.#installed = installed;
    if (this.schema === undefined) return;
    if (installed?.isAdministrator === false) {
      throw new InputError(
        `${user} may not change schema ${this.schema}: run \`GRANT ORDS_ADMINISTRATOR_ROLE TO ${user}\` as a DBA, or connect as ${this.schema}.`,
      );
    }
  }

  /** What the installed version has. Only for lifecycles that say they depend on it. */
  get installed(): Capabilities {
    if (this.#installed === undefined)
      throw new TypeError("This lifecycle does not say that it varies by version.");
    return this.#installed;
  }

  /** A view's rows of this schema: `rows("modules")` is USER_ORDS_MODULES, or DBA_ORDS_MODULES narrowed to the schema. */
  rows(view: string): Fragment {
    if (this.schema === undefined) return identifier(`user_ords_${view}`);
    if (view === "schemas") return this.#thisSchema(this.schema);
    this.installed.demand("otherSchemas");
    return plsql`(select * from ${identifier(`dba_ords_${view}`)} where schema_id = (select id from dba_ords_schemas where parsing_schema = ${this.schema}))`;
  }

  /** Before 24.4 the row of a schema pointed to that of its URL mapping (fact 137). */
  #thisSchema(schema: string): Fragment {
    return this.installed.has("otherSchemas")
      ? plsql`(select * from dba_ords_schemas where parsing_schema = ${schema})`
      : plsql`(select s.id, s.parsing_schema, u.pattern, s.status, s.auto_rest_auth from dba_ords_schemas s left join dba_ords_url_mappings u on u.id = s.url_mapping_id where s.parsing_schema = ${schema})`;
  }

  /** A call with named arguments: `ords.define_module(p_module_name => :1, ...)`, without the semicolon. */
  ords(procedure: string, args: Arguments): Fragment {
    return this.#call(`ords${this.#admin}`, procedure, args);
  }

  /** The same for ORDS_SECURITY. */
  security(procedure: string, args: Arguments): Fragment {
    return this.#call(`ords_security${this.#admin}`, procedure, args);
  }

  /** The same for OAUTH, which is what versions before ORDS_SECURITY have (fact 147). */
  oauth(procedure: string, args: Arguments): Fragment {
    return this.#call(`oauth${this.#admin}`, procedure, args);
  }

  /** For the calls whose parameter names are disputed (facts 162, 163): positional, the schema first. */
  ordsPositional(procedure: string, args: readonly (BindValue | Bind)[]): Fragment {
    return this.#positional(`ords${this.#admin}`, procedure, args);
  }

  oauthPositional(procedure: string, args: readonly (BindValue | Bind)[]): Fragment {
    return this.#positional(`oauth${this.#admin}`, procedure, args);
  }

  securityPositional(procedure: string, args: readonly (BindValue | Bind)[]): Fragment {
    return this.#positional(`ords_security${this.#admin}`, procedure, args);
  }

  #positional(packageName: string, procedure: string, args: readonly (BindValue | Bind)[]): Fragment {
    const values = this.schema === undefined ? args : [this.schema, ...args];
    return plsql`${identifier(`${packageName}.${procedure}`)}(${join(
      values.map((value) => plsql`${value}`),
      plsql`, `,
    )})`;
  }

  #call(packageName: string, procedure: string, args: Arguments): Fragment {
    const all: Arguments = this.schema === undefined ? args : { p_schema: this.schema, ...args };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    const list = given.map(([name, value]) => plsql`${identifier(name)} => ${value ?? null}`);
    return plsql`${identifier(`${packageName}.${procedure}`)}(${join(list, plsql`, `)})`;
  }
}
