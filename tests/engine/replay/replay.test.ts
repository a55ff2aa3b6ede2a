import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { type Aspect, ASPECTS, compare, type Differences } from "./compare";
import { COVERAGE, coverageText } from "./coverage";
import { type EngineCommand, pulumiOnPath, small } from "../engines";
import { exceptionFor, EXCEPTIONS } from "./exceptions";
import { loadRecordings, loadScenario, type Recording } from "./recording";
import { Schedule } from "./schedule";
import { Workspace } from "./workspace";

/** Scenarios at once: they wait more than they work. */
const WIDTH = 3;
/** Started first, since waiting is most of what they do. */
const SLOW = ["10-check-fails", "11-killed", "04-order"];
const recordings = loadRecordings();

async function replay(engine: EngineCommand, { scenario, steps }: Recording): Promise<Differences[]> {
  const details = await loadScenario(scenario);
  const workspace = new Workspace(engine);
  try {
    await workspace.initialise();
    const found: Differences[] = [];
    for (const [at, step] of steps.entries())
      found.push(compare(step, await workspace.run(step, details[at]!)));
    return found;
  } finally {
    workspace.close();
  }
}

const print = (found: Differences): string =>
  (Object.keys(ASPECTS) as Aspect[])
    .filter((aspect) => found[aspect])
    .map((aspect) => `${ASPECTS[aspect]}\n${found[aspect]!.map((line) => `    ${line}`).join("\n")}`)
    .join("\n  ");

/** Leaves out what is listed as an exception; fails for one of this step alone that is no longer needed. */
function withoutExceptions({ scenario, steps }: Recording, step: number, found: Differences): Differences {
  const listed = EXCEPTIONS.filter((known) => known.scenario === scenario && known.steps?.includes(step));
  for (const { aspect } of listed) {
    assert.ok(found[aspect], `${ASPECTS[aspect]} matches now: take it off the exceptions`);
  }
  const command = steps[step - 1]?.command ?? "";
  const left = Object.entries(found).filter(
    ([aspect]) => !exceptionFor(scenario, step, command, aspect as Aspect),
  );
  return Object.fromEntries(left);
}

function describeReplay(engine: EngineCommand, isSmall: boolean): void {
  describe(`Recordings of the real engine, replayed on ${engine.name}`, function () {
    this.timeout(400_000);
    const schedule = new Schedule(WIDTH, (name) =>
      replay(
        engine,
        recordings.find(({ scenario }) => scenario === name)!,
      ),
    );

    before(() => {
      const isSelection = process.argv.some((argument) => /^(-g|-f|--f?grep)/.test(argument));
      const fast = recordings.map(({ scenario }) => scenario).filter((name) => !SLOW.includes(name));
      if (!isSelection) for (const name of [...SLOW, ...fast]) void schedule.get(name);
    });

    for (const recording of recordings) {
      describe(`${recording.scenario}: ${recording.description}`, () => {
        for (const [at, { command, env, note }] of recording.steps.entries()) {
          it(`${at + 1}. ${command.slice(0, 70)} (${env.STEP}${note ? `, ${note}` : ""})`, async () => {
            const found = (await schedule.get(recording.scenario))[at]!;
            const left = isSmall ? withoutExceptions(recording, at + 1, found) : found;
            assert.ok(Object.keys(left).length === 0, `not as recorded:\n  ${print(left)}`);
          });
        }
      });
    }

    if (!isSmall) return;
    describe("COVERAGE.md", () => {
      it("says what this run found", async () => {
        const outcome = new Map<string, Differences[]>();
        for (const { scenario } of recordings) outcome.set(scenario, await schedule.get(scenario));
        const text = coverageText(recordings, outcome);
        if (process.env.ORDS_COVERAGE === "write") writeFileSync(COVERAGE, text);
        assert.equal(readFileSync(COVERAGE, "utf8"), text);
      });
    });
  });
}

describeReplay(small, true);
const real = pulumiOnPath();
if (real) describeReplay(real, false);
