/** Kinds of packets. */
export const packets = { connect: 1, accept: 2, refuse: 4, data: 6, marker: 12 } as const;

/** Kinds of messages in data packets. */
export const messages = {
  protocol: 1,
  dataTypes: 2,
  call: 3,
  error: 4,
  rowHeader: 6,
  row: 7,
  parameter: 8,
  status: 9,
  ioVector: 11,
  lobData: 14,
  describe: 16,
  piggyback: 17,
  serverPiggyback: 23,
  oneWay: 26,
} as const;

/** Functions a client calls. */
export const functions = {
  reexecute: 4,
  fetch: 5,
  logoff: 9,
  commit: 14,
  rollback: 15,
  version: 59,
  reexecuteAndFetch: 78,
  execute: 94,
  lob: 96,
  closeCursors: 105,
  logonProof: 115,
  logon: 118,
  cancelCursors: 120,
  endToEnd: 135,
  ping: 147,
  setSchema: 152,
  appContext: 154,
  sessionRelease: 163,
} as const;

/** Bits of an execute call. */
export const options = {
  parse: 0x1,
  bind: 0x8,
  define: 0x10,
  execute: 0x20,
  fetch: 0x40,
  commit: 0x100,
  describe: 0x20000,
  batchErrors: 0x80000,
} as const;

export const lobOperations = {
  length: 0x1,
  read: 0x2,
  trim: 0x20,
  write: 0x40,
  createTemporary: 0x110,
  freeTemporary: 0x111,
  chunkSize: 0x4000,
  open: 0x8000,
  close: 0x10000,
  isOpen: 0x11000,
} as const;

export const directions = { out: 16, in: 32, inOut: 48 } as const;

/** Character sets by number: AL32UTF8 and AL16UTF16. */
export const charsets = { utf8: 873, utf16: 2000 } as const;

/** 19.1: without the fields of later databases. */
export const fieldVersion = 12;
