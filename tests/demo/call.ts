import { request } from "undici";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Calls a URL as a client of the API does. */
export async function call(url: string, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { statusCode, body } = await request(url, { method: "POST", headers });
  return { status: statusCode, body: await body.text() };
}

export interface Client {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** OAuth's client credentials grant, RFC 6749 section 4.4. */
export async function askForToken({ tokenUrl, clientId, clientSecret }: Client): Promise<string> {
  const { statusCode, body } = await request(tokenUrl, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${tokenUrl} answered ${statusCode}: ${text}`);
  return (JSON.parse(text) as { access_token: string }).access_token;
}
