import http from "node:http";
import https from "node:https";

/** Milliseconds. */
const patience = 5000;

/** Bytes that are read before a key set is given up for too large. */
const readLimit = 100_000;

/** Reads a key set; a server on loopback is believed whatever its certificate says. */
export function readKeys(url: string): Promise<string> {
  const target = new URL(url);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(target.hostname);
  const get = target.protocol === "https:" ? https.get : http.get;
  return new Promise((resolve, reject) => {
    const request = get(
      target,
      { timeout: patience, agent: false, ...(local ? { rejectUnauthorized: false } : {}) },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          if (text.length > readLimit) request.destroy(new Error("the key set is too large"));
        });
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`the key set's server answered ${response.statusCode ?? 0}`));
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error("the key set's server does not answer")));
    request.on("error", reject);
  });
}
