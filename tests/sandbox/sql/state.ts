import type { Savepoint, Transaction } from "../store";

/** What a client's session has, whatever schema's names it sees. */
export interface SessionState {
  /** What NEXTVAL gave last, by sequence. */
  readonly sequences: Map<string, number>;
  /** Savepoints of the transaction with that number. */
  savepoints: { readonly transaction: number; readonly marks: Map<string, Savepoint> };
}

const states = new WeakMap<Transaction, SessionState>();

/** A session has one transaction for all its life. */
export function stateOf(transaction: Transaction): SessionState {
  let state = states.get(transaction);
  if (state === undefined) {
    state = { sequences: new Map(), savepoints: { transaction: 0, marks: new Map() } };
    states.set(transaction, state);
  }
  return state;
}
