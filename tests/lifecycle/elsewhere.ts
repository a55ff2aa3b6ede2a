/** The process of concurrent.test.ts: takes settings and a program on its input and brings the program up. */
import { closeSessions } from "../../provider/session/session";
import { Stack } from "./fixture";
import type { Declared } from "./fixture";

interface Order {
  readonly settings: Record<string, string>;
  readonly program: readonly Declared[];
  /** Objects that a stack of this process has already, bare: what it adds is then an update. */
  readonly held: readonly Declared[];
}

async function main(): Promise<void> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  const { settings, program, held } = JSON.parse(text) as Order;
  const stack = new Stack(settings);
  for (const { name, type, inputs } of held) await stack.hold(name, type, inputs);
  await stack.upAtOnce(program);
  await closeSessions();
}

void main();
