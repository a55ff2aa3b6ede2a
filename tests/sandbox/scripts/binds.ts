import oracledb from "oracledb";
import { shown } from "./table";

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  value: unknown;
}

/** In bytes. */
const longestText = 32_767;

const driverTypes: Readonly<Record<string, oracledb.DbType>> = {
  NUMBER: oracledb.DB_TYPE_NUMBER,
  BINARY_FLOAT: oracledb.DB_TYPE_BINARY_FLOAT,
  BINARY_DOUBLE: oracledb.DB_TYPE_BINARY_DOUBLE,
  CLOB: oracledb.DB_TYPE_CLOB,
  NCLOB: oracledb.DB_TYPE_CLOB,
  BLOB: oracledb.DB_TYPE_BLOB,
  REFCURSOR: oracledb.DB_TYPE_CURSOR,
};

/** What VARIABLE declares, by name in upper case. */
export class BindVariables {
  readonly #variables = new Map<string, Variable>();

  /** False for a type that there is not. */
  declare(name: string, type: string): boolean {
    const match = /^(\w+)\s*(?:\(\s*(\d+)\s*(?:char|byte)?\s*\))?$/i.exec(type.trim());
    const kind = match?.[1]?.toUpperCase() ?? "";
    if (!/^(N?(VAR)?CHAR2?)$/.test(kind) && driverTypes[kind] === undefined && kind !== "BOOLEAN")
      return false;
    const size = match?.[2] === undefined ? (kind.includes("CHAR") ? 1 : longestText) : Number(match[2]);
    this.#variables.set(name.toUpperCase(), { name: name.toUpperCase(), type: kind, size, value: null });
    return true;
  }

  all(): Variable[] {
    return [...this.#variables.values()];
  }

  get(name: string): Variable | undefined {
    return this.#variables.get(name.toUpperCase());
  }

  /** For those that a statement names. */
  parametersFor(names: readonly string[]): Record<string, oracledb.BindParameter> {
    const parameters: Record<string, oracledb.BindParameter> = {};
    for (const name of names) {
      const variable = this.get(name);
      if (variable === undefined) continue;
      const type = driverTypes[variable.type] ?? oracledb.DB_TYPE_VARCHAR;
      parameters[variable.name] =
        variable.type === "REFCURSOR"
          ? { dir: oracledb.BIND_OUT, type }
          : { dir: oracledb.BIND_INOUT, type, val: variable.value, ...(type === oracledb.DB_TYPE_VARCHAR ? { maxSize: longestText } : {}) }; // prettier-ignore
    }
    return parameters;
  }

  async store(outs: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [name, value] of Object.entries(outs)) {
      const variable = this.get(name);
      if (variable !== undefined) variable.value = isLob(value) ? await value.getData() : value;
    }
  }

  /** REF CURSORs are printed by whoever fetches them. */
  text(variable: Variable): string {
    return `\n${variable.name}\n${"-".repeat(Math.max(10, variable.name.length))}\n${shown(variable.value)}\n`;
  }
}

function isLob(value: unknown): value is oracledb.Lob {
  return typeof value === "object" && value !== null && "getData" in value;
}
