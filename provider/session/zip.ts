import { inflateRawSync } from "node:zlib";

/** Longest file that is taken out of an archive, in bytes: a wallet's are a few kilobytes. */
const longestFile = 1_000_000;

const signatures = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 } as const;

/** The files of a zip archive by their names without folders. @throws RangeError for what is no archive, or too large */
export function unzip(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from("504b0506", "hex"));
  if (end < 0) throw new RangeError("no zip archive");
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== signatures.directory) throw new RangeError("a damaged zip archive");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    ) as [number, number, number];
    const path = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const name = path.split("/").at(-1);
    if (name !== undefined && name !== "") files.set(name, contentOf(archive, at));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

/** The file that a record of the central directory is about. Sizes are taken from there: local headers may leave them out. */
function contentOf(archive: Buffer, record: number): Buffer {
  const method = archive.readUInt16LE(record + 10);
  const size = archive.readUInt32LE(record + 20);
  const local = archive.readUInt32LE(record + 42);
  if (archive.readUInt32LE(local) !== signatures.local) throw new RangeError("a damaged zip archive");
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const stored = archive.subarray(start, start + size);
  switch (method) {
    case 0:
      return stored;
    case 8:
      return inflateRawSync(stored, { maxOutputLength: longestFile });
    default:
      throw new RangeError("a zip archive with a method of compression that is not known");
  }
}
