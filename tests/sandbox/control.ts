import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Effect, Fault, Faults } from "./faults";
import type { Activity } from "./net/activity";

export interface Control {
  readonly port: number;
  stop(): Promise<void>;
}

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isText: Check = (value) => typeof value === "string";
const moments: readonly unknown[] = ["call", "beforeCommit", "afterCommit", "answer"];

/** What an effect needs, and may have. */
const effects: Readonly<
  Record<Effect["effect"], { needs: Record<string, Check>; may?: Record<string, Check> }>
> = {
  latency: { needs: { ms: isCount } },
  slowLob: { needs: { ms: isCount } },
  error: { needs: { code: isCount }, may: { message: isText } },
  kill: { needs: {} },
  cut: { needs: { at: (value) => moments.includes(value) } },
  stall: { needs: {} },
  pause: { needs: {} },
};

const scope: Readonly<Record<string, Check>> = {
  user: isText,
  session: isCount,
  text: isText,
  nth: (value) => isCount(value) && value !== 0,
  times: isCount,
};

/** What is wrong with a request, in one sentence. */
class BadRequest extends Error {}

/** @throws BadRequest */
function parseFault(text: string): Fault {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new BadRequest("The body is not JSON.");
  }
  if (typeof given !== "object" || given === null) throw new BadRequest("The body is not an object.");
  const { effect, ...members } = given as Record<string, unknown>;
  if (typeof effect !== "string" || !(effect in effects)) {
    throw new BadRequest(`The member effect is one of ${Object.keys(effects).join(", ")}.`);
  }
  const { needs, may = {} } = effects[effect as Effect["effect"]];
  const known = { ...needs, ...may, ...scope };
  for (const name of Object.keys(needs)) {
    if (!(name in members)) throw new BadRequest(`The effect ${effect} needs the member ${name}.`);
  }
  for (const [name, value] of Object.entries(members)) {
    if (known[name] === undefined) throw new BadRequest(`The effect ${effect} has no member ${name}.`);
    if (!known[name](value)) throw new BadRequest(`The member ${name} cannot be ${JSON.stringify(value)}.`);
  }
  return given as Fault;
}

/** Longest body that is read, in bytes. */
const longestBody = 10_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > longestBody) throw new BadRequest("The body is too long.");
  }
  return body;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** `POST /faults`, `GET /faults`, `DELETE /faults` and `/faults/<id>`, `GET /activity`. */
async function answer(request: IncomingMessage, faults: Faults, activity: Activity): Promise<Answer> {
  const { method = "", url = "" } = request;
  const id = /^\/faults\/(\d+)$/.exec(url)?.[1];
  if (id !== undefined && method === "DELETE") return { status: faults.remove(Number(id)) ? 204 : 404 };
  switch (`${method} ${url}`) {
    case "POST /faults": {
      const added = faults.add(parseFault(await bodyOf(request)));
      return { status: 201, body: added };
    }
    case "GET /faults":
      return { status: 200, body: faults.active };
    case "DELETE /faults":
      faults.clear();
      return { status: 204 };
    case "GET /activity": {
      const { roundTrips, logins, executed } = activity;
      return { status: 200, body: { roundTrips, logins, executed } };
    }
    default:
      return { status: 404, body: { error: "There is nothing here: see /faults and /activity." } };
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  faults: Faults,
  activity: Activity,
): Promise<void> {
  const { status, body } = await answer(request, faults, activity).catch((error: unknown): Answer => {
    if (error instanceof BadRequest) return { status: 400, body: { error: error.message } };
    // The client has gone, or sent what is no HTTP.
    return { status: 500, body: { error: String(error) } };
  });
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
}

/** The HTTP port that faults are set through from outside. Loopback only. */
export async function startControl(faults: Faults, activity: Activity, port: number): Promise<Control> {
  const server = createServer((request, response) => void respond(request, response, faults, activity));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
