/** A value that travels to the database as a bind, never as text. */
export type BindValue = string | number | null;

/** A bind of a block. Interpolating the same object twice sends the value once. */
export interface Bind {
  readonly bind: BindValue;
  /** The value must be seen in no error. */
  readonly secret?: true;
}

/** A value the block hands back. `long` is a CLOB, which costs further round trips only when it is not NULL. */
export interface Out {
  readonly out: string;
  readonly as: "text" | "long" | "number";
}

export type Part = string | Bind | Out;

/**
 * One change or one look, as a PL/SQL statement without COMMIT. The session decides which others it travels with, so an
 * operation holds no connection and must not depend on what ran before it.
 */
export interface Operation {
  readonly effect: "read" | "write";
  /** The schema it works on. Operations of one schema take turns; undefined is the connected user's own. */
  readonly schema: string | undefined;
  /** Must not share a transaction with others (it may commit by itself, as DDL does). */
  readonly alone: boolean;
  readonly parts: readonly Part[];
}

export type Outs = Readonly<Record<string, string | number | null>>;

/** Longest text of one VARCHAR2 bind in PL/SQL, in bytes. */
export const maxBindBytes = 32767;
