import { blockOf } from "./block";
import type { Attempt } from "./errors";
import { DatabaseError, isOrdsError } from "./errors";
import { Lane } from "./lane";
import type { Operation, Outs } from "./operation";
import { OraclePool } from "./oracle";
import { loginOf } from "./settings";
import type { Login, Settings } from "./settings";

/** Seconds that calls under way are given when the process is told to end. */
const graceSeconds = 4;

/** One process's way to one database as one user. Shared by all resource types. */
export class Session {
  /** The connected user, in the form of the dictionary. */
  readonly user: string;
  readonly #pool: OraclePool;
  readonly #lanes = new Map<string, Lane>();

  constructor(login: Login) {
    this.user = login.user.toUpperCase();
    this.#pool = new OraclePool(login);
  }

  /** @throws DatabaseError that says what was attempted. */
  async perform(operation: Operation, attempt: Attempt): Promise<Outs> {
    try {
      return await this.#lane(operation.schema ?? this.user).submit(operation);
    } catch (error) {
      throw isOrdsError(error) ? error : new DatabaseError(attempt, error);
    }
  }

  close(): Promise<void> {
    return this.#pool.close(graceSeconds);
  }

  #lane(schema: string): Lane {
    let lane = this.#lanes.get(schema);
    if (lane === undefined) {
      lane = new Lane((operations) => this.#pool.run(blockOf(operations)));
      this.#lanes.set(schema, lane);
    }
    return lane;
  }
}

const sessions = new Map<string, Session>();

/** The session for these settings: one a process, whoever asks. @throws SettingsError when a setting is missing. */
export function sessionFor(settings: Settings): Session {
  const login = loginOf(settings);
  const key = JSON.stringify([login.connectString, login.user, login.password]);
  let session = sessions.get(key);
  if (session === undefined) {
    if (sessions.size === 0) closeAtTheEnd();
    session = new Session(login);
    sessions.set(key, session);
  }
  return session;
}

/** Closes every session of the process. */
export async function closeSessions(): Promise<void> {
  const open = [...sessions.values()];
  sessions.clear();
  await Promise.allSettled(open.map((session) => session.close()));
}

/** The engine ends a plugin with SIGINT; a database session that is just cut would stay behind for a while. */
function closeAtTheEnd(): void {
  const end = (): void => {
    void closeSessions().finally(() => process.exit(0));
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}
