/** Names of the outputs that are in the envelope of secrets; a value that is in one and also in plain text is an error. */
export function secretsIn(outputs: Readonly<Record<string, unknown>>): string[] {
  const enveloped = Object.entries(outputs).filter(
    ([, value]) => typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value,
  );
  const plain = JSON.stringify(
    Object.fromEntries(
      Object.entries(outputs).filter(([name]) => !enveloped.some(([other]) => other === name)),
    ),
  );
  for (const [name, envelope] of enveloped) {
    const { value } = envelope as { value: string };
    if (plain.includes(value)) throw new Error(`The value of ${name} is there in plain text too.`);
  }
  return enveloped.map(([name]) => name);
}
