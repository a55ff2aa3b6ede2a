import { strict as assert } from "node:assert";
import { anyBytes, mutations, soakTarget } from "./net/soak";
import type { SoakResult } from "./net/soak";
import { Sandbox } from ".";

/** What clients of the two HTTP ports say. */
const requests = [
  "GET /ords/myapi/m/t?limit=5 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n\r\n",
  "POST /ords/myapi/oauth/token HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic YTpi\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 29\r\n\r\ngrant_type=client_credentials",
  'POST /ords/myapi/_/sql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n{"statementText":"select 1 x"}\r\n0\r\n\r\n',
  "GET /activity HTTP/1.1\r\nHost: localhost\r\n\r\n",
].map((text) => Buffer.from(text));

/** Soaks the whole sandbox, all of its ports: database, ORDS and control. */
export async function soakSandbox(
  runs: number,
  seed: number,
  fullSpeedMs: number,
  logons?: number,
): Promise<SoakResult> {
  const sandbox = await Sandbox.start({ controlPort: 0 });
  try {
    for (const url of [sandbox.baseUrl, sandbox.controlUrl!]) {
      const port = Number(new URL(url).port);
      await anyBytes(port, runs, seed);
      await anyBytes(port, runs, seed + 1, mutations(requests));
    }
    const target = {
      port: Number(/:(\d+)\//.exec(sandbox.connectString)![1]),
      connectString: sandbox.connectString,
      ...sandbox.user("MYAPI"),
      block:
        "begin ords.enable_schema; ords.define_module('m', '/m/'); ords.define_template('m', 't'); rollback; end;",
      openSessions: () => sandbox.openSessions,
    };
    const result = await soakTarget(target, runs, seed, fullSpeedMs, logons);
    const answer = await fetch(`${sandbox.baseUrl}/myapi/m/t`);
    assert.equal(answer.status, 404);
    await answer.text();
    return result;
  } finally {
    await sandbox.stop();
  }
}
