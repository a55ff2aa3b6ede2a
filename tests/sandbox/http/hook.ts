import { execute } from "./call";
import { typeCodes } from "../net/codec";
import type { HandlerSession } from "./database";
import { outputReply, parseOutput } from "./output";
import { Problem } from "./problems";
import type { Reply } from "./reply";
import { OraError } from "../errors";

/**
 * What the hook decided: to go on, as someone else perhaps, or what to answer. It runs after the roles were looked at,
 * so those that it gives change nothing here.
 */
type Verdict =
  | { readonly kind: "goOn"; readonly user: string | undefined }
  | { readonly kind: "answer"; readonly reply: Reply };

/** Goes on after the hook, if there is one, as whom it says. */
export async function afterHook(
  name: string | undefined,
  user: string | undefined,
  session: HandlerSession,
  goOn: (user: string | undefined) => Promise<Reply>,
): Promise<Reply> {
  if (name === undefined) return goOn(user);
  const verdict = await runHook(name, session);
  return verdict.kind === "answer" ? verdict.reply : goOn(verdict.user ?? user);
}

const identifier = /^[A-Za-z][\w$#]*(\.[A-Za-z][\w$#]*){0,2}$/;

/** Runs the pre-hook, a function that returns TRUE for a request that may go on (facts 53, 181). */
async function runHook(name: string, session: HandlerSession): Promise<Verdict> {
  if (!identifier.test(name)) throw new Problem(503);
  const granted = await call(name, session);
  const printed = parseOutput(session.takeOutput());
  if (granted) {
    const user = printed.headers["x-ords-hook-user"]?.[0];
    return { kind: "goOn", user };
  }
  if (printed.body === "" && Object.keys(printed.headers).length === 0) throw new Problem(403);
  return { kind: "answer", reply: outputReply(printed, 200) };
}

async function call(name: string, session: HandlerSession): Promise<boolean> {
  const text = `begin if ${name}() then :granted := 1; else :granted := 0; end if; end;`;
  try {
    const result = await execute(session, text, { GRANTED: { type: typeCodes.number, value: null } });
    return result.kind === "block" && Number(result.outs.GRANTED ?? 0) === 1;
  } catch (error) {
    if (!(error instanceof OraError)) throw error;
    // Not there, or not for this schema to execute: the text does not compile.
    throw new Problem(error.code === 6550 ? 503 : 403);
  }
}
