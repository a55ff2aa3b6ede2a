import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { RecordValue } from "../plsql/catalogue";
import type { Matching, StoredRow, StoredValue } from "../store";
import type { Call } from "./call";
import { textOf } from "./call";

export type Slot = 1 | 2;

/** What is asked of a registration: a secret to use, a slot, and whether it stays readable (facts 85, 86). */
export interface Wish {
  readonly secret: string | null;
  readonly slot: Slot | undefined;
  readonly stored: boolean;
}

/** A secret that has just been registered: the only time it can be heard (fact 86). */
export interface Issued {
  readonly secret: string;
  readonly slot: Slot;
  readonly issuedOn: Date;
  readonly stored: boolean;
}

/** How a secret shows that cannot be read (fact 86). */
export const mask = "********";

/** 22 characters of URL-safe base64, then two dots (fact 83). */
export function newIdentifier(): string {
  return `${randomBytes(16).toString("base64url")}..`;
}

const columns = {
  1: { shown: "CLIENT_SECRET", hash: "CLIENT_SECRET_HASH", issued: "CLIENT_SECRET_ISSUED_ON" },
  2: { shown: "CLIENT_SECRET_2", hash: "CLIENT_SECRET_2_HASH", issued: "CLIENT_SECRET_2_ISSUED_ON" },
} as const;

const slots: readonly Slot[] = [1, 2];

export function hash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function used({ values }: StoredRow): Slot[] {
  return slots.filter((slot) => (values[columns[slot].hash] ?? null) !== null);
}

function issuedOn({ values }: StoredRow, slot: Slot): number {
  const value = values[columns[slot].issued];
  return value instanceof Date ? value.getTime() : 0;
}

export function oldest(row: StoredRow): Slot | undefined {
  // Of two of the same moment slot 1 was first.
  return used(row).sort((a, b) => issuedOn(row, a) - issuedOn(row, b))[0];
}

export function isSecretOf(row: StoredRow, secret: string): boolean {
  return slotOf(row, secret) !== undefined;
}

export function slotOf(row: StoredRow, secret: string): Slot | undefined {
  const given = Buffer.from(hash(secret));
  return used(row).find((slot) =>
    timingSafeEqual(given, Buffer.from(textOf(row.values[columns[slot].hash]) ?? "")),
  );
}

function cleared(slot: Slot): Matching {
  const { shown, hash, issued } = columns[slot];
  return { [shown]: null, [hash]: null, [issued]: null };
}

/** Registers a secret in the slot asked for, else in a free one, else in place of the oldest (fact 88). */
export async function issue(
  call: Call,
  client: StoredRow,
  wish: Wish,
  { revokeExisting = false, revokeSessions = false } = {},
): Promise<Issued> {
  const secret = wish.secret ?? newIdentifier();
  const slot = wish.slot ?? slots.find((one) => !used(client).includes(one)) ?? oldest(client) ?? slots[0]!;
  const now = call.room.now();
  const { shown, hash: hashed, issued } = columns[slot];
  await call.update("clients", client, {
    ...(revokeExisting ? cleared(slot === 1 ? 2 : 1) : {}),
    [shown]: wish.stored ? secret : mask,
    [hashed]: hash(secret),
    [issued]: now,
    ...revoked(client, revokeSessions),
    ...call.updated(),
  });
  return { secret, slot, issuedOn: now, stored: wish.stored };
}

export async function revoke(
  call: Call,
  client: StoredRow,
  which: readonly Slot[],
  revokeSessions: boolean,
): Promise<void> {
  const emptied = Object.fromEntries(which.flatMap((slot) => Object.entries(cleared(slot))));
  await call.update("clients", client, { ...emptied, ...revoked(client, revokeSessions), ...call.updated() });
}

function revoked({ values }: StoredRow, revokeSessions: boolean): Record<string, StoredValue> {
  return revokeSessions ? { SESSIONS: Number(values.SESSIONS) + 1 } : {};
}

/** Slots that a filter of REVOKE_CLIENT_SECRETS means: 1, 2, 3 for both, a secret by itself, or the oldest (fact 90). */
export function filtered(row: StoredRow, filter: RecordValue): Slot[] {
  const slot = filter.get("SLOT");
  const secret = filter.get("SECRET");
  if (typeof secret === "string") return [slotOf(row, secret)].filter((one) => one !== undefined);
  if (slot === null) return [oldest(row)].filter((one) => one !== undefined);
  return used(row).filter((one) => one === slot || slot === 3);
}

/** T_CLIENT_SECRET. */
export function secretRecord(issued: Partial<Omit<Issued, "slot">> & { slot?: number }): RecordValue {
  return new RecordValue([
    ["SECRET", issued.secret ?? null],
    ["SLOT", issued.slot ?? null],
    ["ISSUED_ON", issued.issuedOn ?? null],
    ["STORED", issued.stored ?? null],
  ]);
}

/** T_CLIENT_KEY. */
export function keyRecord({ values }: StoredRow): RecordValue {
  return new RecordValue([
    ["ID", Number(values.ID)],
    ["NAME", textOf(values.NAME)],
    ["CLIENT_ID", textOf(values.CLIENT_ID)],
  ]);
}

/** T_CLIENT_CREDENTIALS (fact 87). */
export function credentialsRecord(client: StoredRow, secret: RecordValue): RecordValue {
  return new RecordValue([
    ["CLIENT_KEY", keyRecord(client)],
    ["CLIENT_SECRET", secret],
  ]);
}

/** The constant that asks for no secret (fact 85): a slot that there is not. */
export const skip = secretRecord({ slot: 0 });

/** The constant that asks for one, or for the oldest. */
export const anySecret = secretRecord({ stored: false });

/** What a T_CLIENT_SECRET asks for; undefined for no secret. */
export function wishOf(record: RecordValue): Wish | undefined {
  const slot = record.get("SLOT");
  if (slot === 0) return undefined;
  const secret = record.get("SECRET");
  return {
    secret: typeof secret === "string" ? secret : null,
    slot: slot === 1 || slot === 2 ? slot : undefined,
    stored: record.get("STORED") === true,
  };
}
