import type { Block } from "./block";
import type { SqlConnection } from "./connection";
import { HttpClient } from "./http";
import type { BindValue, Operation, Out, Outs } from "./operation";
import { urlTarget } from "./target";
import { EndingError } from "./transport";
import type { Transport } from "./transport";
import { whileStarting } from "./waiting";

/** Longest text that a SQL statement takes as VARCHAR2 whatever the database's settings, in bytes; more goes as CLOB. */
const longestText = 4000;

/** An entry of the answer's `items` (fact 123). */
interface Item {
  readonly errorCode?: number;
  readonly errorLine?: number;
  readonly errorColumn?: number;
  readonly errorDetails?: string;
  readonly binds?: readonly { readonly name?: string; readonly result?: unknown }[];
}

/** What failed in the database, which the service says with status 200 (fact 124). */
export class SqlError extends Error {
  readonly code: string;

  constructor({ errorCode = 0, errorLine, errorColumn, errorDetails = "" }: Item) {
    const code = `ORA-${String(errorCode).padStart(5, "0")}`;
    const text = errorDetails.includes(code) ? errorDetails : `${code}: ${errorDetails}`;
    super(
      errorLine === undefined ? text : `${text.trimEnd()} (line ${errorLine}, column ${errorColumn ?? 0})`,
    );
    this.name = "SqlError";
    this.code = code;
  }
}

/** REST-enabled SQL of one schema: a block a request, and each request a session and a transaction of its own (fact 127). */
export class RestSql implements Transport {
  readonly target: string;
  readonly #waitFor: number;
  readonly #http: HttpClient;
  readonly #ending = new AbortController();

  constructor(connection: SqlConnection) {
    this.target = urlTarget(connection.sqlUrl);
    this.#waitFor = connection.waitFor;
    this.#http = new HttpClient(connection, this.#ending.signal);
  }

  async run(block: Block): Promise<Outs[]> {
    const { signal } = this.#ending;
    if (this.#isEnding()) throw new EndingError();
    const patience = { waitFor: this.#waitFor, target: this.target, signal };
    try {
      const text = await whileStarting(patience, () =>
        this.#http.post(JSON.stringify(requestOf(block)), block.effect),
      );
      return outsOf(block, itemOf(text));
    } catch (error) {
      throw this.#isEnding() ? new EndingError({ cause: error }) : error;
    }
  }

  refuses({ parts }: Operation): string | undefined {
    const text = parts.filter((part) => typeof part === "string").join(":");
    if (text.includes("?")) return "its text has a question mark, which stands for a bind there";
    if (/^[ \t]*\/[ \t]*$/m.test(text))
      return "its text has a line with a slash alone, which ends a statement there";
    const unsafe = parts.some(
      (part) =>
        typeof part === "object" &&
        "bind" in part &&
        typeof part.bind === "number" &&
        !Number.isFinite(part.bind),
    );
    return unsafe ? "one of its numbers cannot be written in JSON" : undefined;
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#http.close();
  }
}

const outTypes = { text: "VARCHAR2", long: "CLOB", number: "NUMBER" } as const satisfies Record<
  Out["as"],
  string
>;

/** Named binds (fact 120); the statement is not echoed. */
function requestOf({ text, binds, outs }: Block): object {
  return {
    statementText: text,
    binds: [
      ...Object.entries(binds).map(([name, value]) => ({
        name,
        data_type: typeOf(value),
        mode: "in",
        value,
      })),
      ...outs.map(({ placeholder, as }) => ({ name: placeholder, data_type: outTypes[as], mode: "out" })),
    ],
    responseFormat: { statementText: false },
  };
}

function typeOf(value: BindValue): string {
  if (typeof value === "number") return "NUMBER";
  return value !== null && Buffer.byteLength(value, "utf8") > longestText ? "CLOB" : "VARCHAR2";
}

function itemOf(text: string): Item {
  let items: unknown;
  try {
    ({ items } = JSON.parse(text) as { items?: unknown });
  } catch (error) {
    throw new Error("The answer is not that of REST-enabled SQL: it is no JSON.", { cause: error });
  }
  const [item, ...others] = Array.isArray(items) ? (items as Item[]) : [];
  if (item === undefined || others.length > 0) {
    throw new Error("The answer is not that of REST-enabled SQL to one statement.");
  }
  if (item.errorCode !== undefined && item.errorCode !== 0) throw new SqlError(item);
  return item;
}

function outsOf({ outs }: Block, { binds = [] }: Item): Outs[] {
  const results = new Map(binds.map(({ name = "", result }) => [name.toLowerCase(), result]));
  const all: Record<string, string | number | null>[] = [];
  for (const { placeholder, operation, name, as } of outs) {
    const value = results.get(placeholder.toLowerCase()) ?? null;
    (all[operation] ??= {})[name] =
      value === null
        ? null
        : as === "number"
          ? Number(value)
          : typeof value === "string"
            ? value
            : JSON.stringify(value);
  }
  return all;
}
