/** TRIM, LTRIM and RTRIM: takes any of the characters away. */
export function trim(
  value: string | null,
  characters: string,
  side: "leading" | "trailing" | "both",
): string | null {
  if (value === null) return null;
  let start = 0;
  let end = value.length;
  if (side !== "trailing") while (start < end && characters.includes(value.charAt(start))) start++;
  if (side !== "leading") while (end > start && characters.includes(value.charAt(end - 1))) end--;
  return value.slice(start, end) || null;
}
