/** An answer before it is put on the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
  /** A location whose answer to GET is the body (`:forward_location`). */
  readonly forward?: string;
}

export interface Link {
  readonly rel: string;
  readonly href: string;
}

/** JSON text; NUMBERs are written digit by digit by {@link JsonText}. */
export function jsonReply(status: number, text: string, headers: Reply["headers"] = {}): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, body: text };
}

export const noBody = (status: number, headers: Reply["headers"] = {}): Reply => ({
  status,
  headers,
  body: "",
});
