import { versions } from "../sandbox/ords/releases";
import { switches } from "../sandbox/ords/switches";

/** An ORDS that the suite runs on: its version, and what of the open questions turned out other than by default. */
export interface Profile {
  readonly version: string;
  readonly switches: Readonly<Record<string, string>>;
}

/** Each version, all switches at their defaults. */
export const everyVersion: readonly Profile[] = versions.map((version) => ({ version, switches: {} }));

/** Each value of a switch but the default, by itself: the default ones are in the profiles without a switch. */
export const switched: readonly Profile[] = Object.entries(switches).flatMap(([name, values]) =>
  values.slice(1).map((value) => ({ version: "25.4", switches: { [name]: value } })),
);

export const allProfiles: readonly Profile[] = [...everyVersion, ...switched];

/** `25.4`, `25.4:deleteMissing=ORA-01403`. */
export function nameOf({ version, switches }: Profile): string {
  return [version, ...Object.entries(switches).map(([name, value]) => `${name}=${value}`)].join(":");
}

/**
 * Where the suite runs. Left out, on every version; `ORDS_TEST_PROFILES` names others, separated by blanks, or `all`: every version
 * and both ways of every switch. Over REST-enabled SQL it is one.
 */
export const profiles: readonly Profile[] = chosen(process.env["ORDS_TEST_PROFILES"]);

/** Nobody chose: `npm test`. */
export const isSample = process.env["ORDS_TEST_PROFILES"] === undefined;

function chosen(names: string | undefined): readonly Profile[] {
  if (names === "all") return allProfiles;
  if (names !== undefined) return names.split(" ").map(profileNamed);
  return process.env["ORDS_TEST_WAY"] === "sql" ? [profileNamed("25.4")] : everyVersion;
}

function profileNamed(name: string): Profile {
  const found = allProfiles.find((profile) => nameOf(profile) === name);
  if (found === undefined) throw new Error(`There is no profile ${name}.`);
  return found;
}

/** The same tests on each of these, or on all that were chosen. */
export function onEachProfile(
  title: string,
  tests: (profile: Profile) => void,
  some: readonly Profile[] = profiles,
): void {
  for (const profile of some) {
    describe(`${title} [${nameOf(profile)}]`, function () {
      this.timeout(60_000);
      tests(profile);
    });
  }
}

/** What takes long runs on the oldest and the newest of them. */
export const oldestAndNewest: readonly Profile[] = profiles.filter(
  (_, index) => index === 0 || index === profiles.length - 1,
);
