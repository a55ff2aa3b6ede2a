/** Name and password of an Authorization header with Basic, or undefined. */
export function basicCredentials(header: string | undefined): readonly [string, string] | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/_=-]*)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

/** The scheme's name is not case sensitive (fact 107). */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer\s+(\S+)$/i.exec(header ?? "")?.[1];
}
