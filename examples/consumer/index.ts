import * as pulumi from "@pulumi/pulumi";
import { request } from "undici";

const config = new pulumi.Config();
const producer = new pulumi.StackReference(
  config.get("producer") ?? `${pulumi.getOrganization()}/secure-hello/${pulumi.getStack()}`,
);

interface Access {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** OAuth's client credentials grant, RFC 6749 section 4.4. */
async function getToken({ tokenUrl, clientId, clientSecret }: Access): Promise<string> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const { statusCode, body } = await request(tokenUrl, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  if (statusCode !== 200) throw new Error(`${tokenUrl} answered ${statusCode}: ${await body.text()}`);
  const { access_token: token } = (await body.json()) as { access_token: string };
  return token;
}

async function callHello(access: Access): Promise<string> {
  const token = await getToken(access);
  const { statusCode, body } = await request(access.url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  if (statusCode !== 200) throw new Error(`${access.url} answered ${statusCode}: ${await body.text()}`);
  const { message } = (await body.json()) as { message: string };
  return message;
}

const output = (name: keyof Access): pulumi.Output<string> =>
  producer.requireOutput(name) as pulumi.Output<string>;

const access = pulumi.output({
  url: output("url"),
  tokenUrl: output("tokenUrl"),
  clientId: output("clientId"),
  clientSecret: output("clientSecret"),
});

// What comes of a secret is secret; the greeting need not be.
export const greeting = pulumi.unsecret(access.apply(callHello));
