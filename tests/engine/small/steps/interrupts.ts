import { Problem } from "../state/problem";
import type { Run, RunOptions } from "./run";

/** A second Ctrl-C: the run ends where it is, what is in progress stays pending (rule 54). */
export class Terminated extends Problem {
  constructor(kind: RunOptions["kind"]) {
    super(`${kind === "up" ? "update" : kind} cancelled`, 8);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** One Ctrl-C, of which `onFirst` hears: what is in progress ends and is saved. A second one ends the run now (rules 43, 54). */
export function interrupts(
  run: Run,
  onFirst: () => void,
): { happened: boolean; terminated: Promise<never>; stop: () => void } {
  let terminate: (error: Terminated) => void;
  const terminated = new Promise<never>((_resolve, reject) => (terminate = reject));
  terminated.catch(() => undefined);
  const state = {
    happened: false,
    terminated,
    stop: () => SIGNALS.forEach((signal) => process.off(signal, on)),
  };
  function on(signal: NodeJS.Signals): void {
    const [name, again] = signal === "SIGINT" ? ["^C", "press ^C"] : [signal, `send ${signal}`];
    const text = state.happened
      ? `${name} received; terminating\n`
      : `${name} received; cancelling. If you would like to terminate immediately, ${again} again.\n${run.options.planning ? "" : "Note that terminating immediately may lead to orphaned resources and other inconsistencies.\n"}\n`;
    process.stdout.write(text);
    if (state.happened) terminate(new Terminated(run.options.kind));
    else onFirst();
    state.happened = true;
    run.stop();
  }
  for (const signal of SIGNALS) process.on(signal, on);
  return state;
}
