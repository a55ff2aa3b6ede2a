/** Version profiles, the newest last, with what ORDS.INSTALLED_VERSION answers; the build numbers are made up but for 25.4's. */
export const releases: Readonly<Record<string, string>> = {
  "22.4": "22.4.4.r0411526",
  "24.4": "24.4.0.r3451601",
  "25.4": "25.4.0.r3441128",
  "26.3": "26.3.0.r1871120",
};

export const versions: readonly string[] = Object.keys(releases);

/** Whether a release is at least another: `24.4` is, of `24.1`. */
export function atLeast(version: string, other: string): boolean {
  const [year = 0, quarter = 0] = version.split(".").map(Number);
  const [otherYear = 0, otherQuarter = 0] = other.split(".").map(Number);
  return year > otherYear || (year === otherYear && quarter >= otherQuarter);
}
