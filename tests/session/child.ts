/**
 * A process of its own for tests of its end: performs one operation with the settings of its environment, and stays. With
 * `--parent` it is the engine that started such a process.
 */
import { spawn } from "node:child_process";
import { sessionFor } from "../../provider/session/session";
import { readSettings } from "../../provider/session/settings";
import { operation } from "./fixture";

if (process.argv.includes("--parent")) {
  const child = spawn(process.execPath, [...process.execArgv, __filename], {
    stdio: "inherit",
    detached: true,
  });
  process.send?.({ pid: child.pid });
} else {
  const session = sessionFor(readSettings(() => undefined, process.env));
  const [, , ...texts] = process.argv;
  const calls = (texts.length === 0 ? ["null;"] : texts).map((text) =>
    session.perform(operation(text), { doing: "stay" }).then(
      () => console.log("done"),
      (error: unknown) => console.log((error as Error).message),
    ),
  );
  // A provider host lives until it is told to end.
  setInterval(() => undefined, 60_000);
  void Promise.all(calls);
}
