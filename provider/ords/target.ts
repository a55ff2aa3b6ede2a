import type { BindValue } from "../session/operation";
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
  readonly #packages: { readonly ords: string; readonly security: string };

  constructor(schema: string | undefined, user: string) {
    this.schema = schema === user ? undefined : schema;
    this.#packages =
      this.schema === undefined
        ? { ords: "ords", security: "ords_security" }
        : { ords: "ords_admin", security: "ords_security_admin" };
  }

  /** The condition that picks this schema's row of USER_ORDS_SCHEMAS or DBA_ORDS_SCHEMAS. */
  get isThisSchema(): Fragment {
    // USER_ORDS_SCHEMAS shows the connected user's row only.
    return this.schema === undefined ? plsql`1 = 1` : plsql`parsing_schema = ${this.schema}`;
  }

  /** A view's rows of this schema: `rows("modules")` is USER_ORDS_MODULES, or DBA_ORDS_MODULES narrowed to the schema. */
  rows(view: string): Fragment {
    if (this.schema === undefined) return identifier(`user_ords_${view}`);
    const all = identifier(`dba_ords_${view}`);
    return view === "schemas"
      ? plsql`(select * from ${all} where ${this.isThisSchema})`
      : plsql`(select * from ${all} where schema_id = (select id from dba_ords_schemas where ${this.isThisSchema}))`;
  }

  /** A call with named arguments: `ords.define_module(p_module_name => :1, ...)`, without the semicolon. */
  ords(procedure: string, args: Arguments): Fragment {
    return this.#call(this.#packages.ords, procedure, args);
  }

  /** The same for ORDS_SECURITY. */
  security(procedure: string, args: Arguments): Fragment {
    return this.#call(this.#packages.security, procedure, args);
  }

  /** For the calls whose parameter names are disputed (facts 162, 163): positional, the schema first. */
  ordsPositional(procedure: string, args: readonly BindValue[]): Fragment {
    const values = this.schema === undefined ? args : [this.schema, ...args];
    return plsql`${identifier(`${this.#packages.ords}.${procedure}`)}(${join(
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
