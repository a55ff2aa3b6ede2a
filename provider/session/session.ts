import { blockOf } from "./block";
import { connectionOf } from "./connection";
import type { Connection } from "./connection";
import { closeAtTheEnd } from "./ending";
import type { Attempt, Where } from "./errors";
import { DatabaseError, InputError, isOrdsError } from "./errors";
import { Lane } from "./lane";
import type { Operation, Outs } from "./operation";
import { OraclePool } from "./oracle";
import { RestSql } from "./rest";
import type { Settings } from "./settings";
import { EndingError } from "./transport";
import type { Transport } from "./transport";

/** Writes of this process that have begun, and that have ended. */
let writes = 0;

/** A number that changes whenever this process may have changed a database. */
export function writesSoFar(): number {
  return writes;
}

/** One process's way to one database as one user. Shared by all resource types. */
export class Session {
  /** The schema it works in, in the form of the dictionary: the connected user, or whom a proxy user connects as. */
  readonly user: string;
  readonly #transport: Transport;
  readonly #where: Where;
  readonly #lanes = new Map<string, Lane>();

  constructor(connection: Connection) {
    this.user = connection.schema;
    this.#transport = connection.way === "sql" ? new RestSql(connection) : new OraclePool(connection);
    this.#where = {
      target: this.#transport.target,
      user: connection.schema,
      schema: connection.schema,
      secrets: connection.secrets,
    };
  }

  /** @throws DatabaseError that says what was attempted. */
  async perform(operation: Operation, attempt: Attempt): Promise<Outs> {
    const refusal = this.#transport.refuses?.(operation);
    if (refusal !== undefined) {
      throw new InputError(
        `Could not ${attempt.doing} over REST-enabled SQL: ${refusal}. Use ords:connectString.`,
      );
    }
    const isWrite = operation.effect === "write";
    if (isWrite) writes += 1;
    try {
      return await this.#lane(operation.schema ?? this.user).submit(operation, attempt.doing);
    } catch (error) {
      if (isOrdsError(error)) throw error;
      throw new DatabaseError(attempt, error, { ...this.#where, secrets: this.#secretsOf(operation) });
    } finally {
      if (isWrite) writes += 1;
    }
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #secretsOf({ parts }: Operation): string[] {
    const bound = parts.flatMap((part) =>
      typeof part === "object" && "bind" in part && part.secret === true && typeof part.bind === "string"
        ? [part.bind]
        : [],
    );
    return [...this.#where.secrets, ...bound];
  }

  #lane(schema: string): Lane {
    let lane = this.#lanes.get(schema);
    if (lane === undefined) {
      lane = new Lane((operations, label) => this.#transport.run(blockOf(operations), label));
      this.#lanes.set(schema, lane);
    }
    return lane;
  }
}

const sessions = new Map<string, Session>();
let isWatched = false;
let isEnding = false;

/** The session for these settings: one a process, whoever asks. @throws SettingsError when a setting is missing. */
export function sessionFor(settings: Settings): Session {
  if (isEnding) throw new EndingError();
  const key = JSON.stringify(settings);
  let session = sessions.get(key);
  if (session === undefined) {
    session = new Session(connectionOf(settings));
    sessions.set(key, session);
    if (!isWatched) {
      closeAtTheEnd(() => {
        isEnding = true;
        return closeSessions();
      });
    }
    isWatched = true;
  }
  return session;
}

/** Closes every session of the process. */
export async function closeSessions(): Promise<void> {
  const open = [...sessions.values()];
  sessions.clear();
  await Promise.allSettled(open.map((session) => session.close()));
}
