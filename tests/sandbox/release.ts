import { atLeast } from "./ords/releases";

/** A release of the database, as it tells clients of itself. */
export interface DatabaseRelease {
  /** In front of "Release". */
  readonly product: string;
  readonly release: string;
  /** Behind the release. */
  readonly edition: string;
  readonly fullRelease: string;
}

const enterprise: DatabaseRelease = {
  product: "Oracle Database 19c Enterprise Edition",
  release: "19.0.0.0.0",
  edition: "Production",
  fullRelease: "19.28.0.0.0",
};

const free = "Develop, Learn, and Run for Free";

/** By the version of ORDS since which images of the database have it (fact 176: 26ai comes with ORDS 25.4). The oldest last. */
const releases: readonly (readonly [since: string, release: DatabaseRelease])[] = [
  ["25.4", { product: "Oracle AI Database 26ai Free", release: "23.26.0.0.0", edition: free, fullRelease: "23.26.0.0.0" }], // prettier-ignore
  ["24.1", { product: "Oracle Database 23ai Free", release: "23.0.0.0.0", edition: free, fullRelease: "23.6.0.24.10" }], // prettier-ignore
];

/** The database under a version of ORDS: all that tells of it is of this one release. */
export function databaseRelease(ords: string): DatabaseRelease {
  return releases.find(([since]) => atLeast(ords, since))?.[1] ?? enterprise;
}

export function major({ fullRelease }: DatabaseRelease): number {
  return Number(fullRelease.split(".")[0]);
}

export function banner({ product, release, edition }: DatabaseRelease): string {
  return `${product} Release ${release} - ${edition}`;
}

/** Of databases from 18 on: 8, 8, 4, 8 and 4 bits. */
export function versionNumber({ fullRelease }: DatabaseRelease): number {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = fullRelease.split(".").map(Number);
  return first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 12 + fourth * 2 ** 4 + fifth;
}
