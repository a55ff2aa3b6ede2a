import assert from "node:assert/strict";
import { callsOf, compareCalls } from "./calls";
import { cleanText, tidy } from "./clean";
import { compareDisplay, differences } from "./compare";
import type { JsonObject } from "./json";
import { type LogLine, loadRecordings, type RecordedCall } from "./recording";
import { meaningOf } from "./meanings";
import { plainSecrets, stateOf } from "./state";

const line = (pid: number, event: string, rest: JsonObject): LogLine => ({ pid, event, ...rest });

/** The log of a run that makes recorded calls one after another, or with the order given, every call alone. */
function logOf(calls: readonly RecordedCall[]): LogLine[] {
  return calls.flatMap(({ n, process, ended, method, type, result, error, olds, news, id, config }) => {
    if (method === "configure") return [line(process, "configure", { type, config: config ?? null })];
    const detail = Object.entries({ id, olds, news }).filter(([, value]) => value !== undefined);
    const begin = line(process, "begin", { call: n, method, type, ...Object.fromEntries(detail) });
    const end = line(process, "end", {
      call: n,
      ...(result !== undefined && { result }),
      ...(error !== undefined && { error }),
    });
    return ended === false ? [begin] : [begin, end];
  });
}

describe("Comparison with a recording", () => {
  it("finds nothing in a run that is the recording, for every recorded step", () => {
    for (const { scenario, steps } of loadRecordings()) {
      for (const [at, { calls }] of steps.entries()) {
        const found = compareCalls(calls, callsOf(logOf(calls), []), differences);
        assert.deepEqual(found, { calls: [], order: [], processes: [] }, `${scenario}, step ${at + 1}`);
      }
    }
  });

  it("finds a call that is missing, one too many, another value, another order, another process", () => {
    const create = loadRecordings().find(({ scenario }) => scenario === "01-create")!.steps[1]!.calls;
    const problems = (calls: RecordedCall[]): number[] =>
      Object.values(compareCalls(create, callsOf(logOf(calls), []), differences)).map(
        (list: string[]) => list.length,
      );
    const changed = create.map((call) =>
      call.n === 3 ? { ...call, news: { ...(call.news as object), text: "other" } } : call,
    );
    const moved = [create[0]!, create[3]!, create[1]!, create[2]!, create[4]!];
    assert.deepEqual(problems(create.slice(0, -1)), [1, 0, 0]);
    assert.deepEqual(problems([...create, { ...create[1]!, n: 9 }]), [1, 0, 0]);
    assert.deepEqual(problems(changed), [1, 0, 0]);
    assert.deepEqual(problems(moved), [0, 1, 0]);
    assert.deepEqual(
      problems(create.map((call) => (call.n === 5 ? { ...call, process: 2 } : call))),
      [0, 0, 1],
    );
  });

  it("makes tokens of what differs from run to run", () => {
    const text = "Duration: 3s (1.5s) /tmp/x/file 2026-01-01T10:00:00.123Z v1:ab+=:cd/= 127.0.0.1:1234";
    assert.equal(
      cleanText(text, [["/tmp/x", "<dir>"]]),
      "Duration: <duration> (<duration>) <dir>/file <time> <ciphertext> <address>",
    );
    assert.equal(
      cleanText("04da6b54-80e4-46f7-96ec-b56ff0331ba9", []),
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    );
    assert.equal(cleanText("1bda6b54-80e4-46f7-96ec-b56ff0331ba9", []), "<uuid>");
    assert.match(JSON.stringify(tidy("x".repeat(6000), [])), /^"<6000 characters, sha256 [0-9a-f]{16}…>"$/);
  });

  it("opens secrets, sorts resources and sees what stands before its need", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: '"hush-x"',
    };
    const resources = [
      { urn: "urn:b", dependencies: ["urn:a"], inputs: { secret } },
      { urn: "urn:a", created: "2026-01-01T00:00:00Z" },
    ];
    const state = stateOf({ version: 3, deployment: { manifest: {}, resources } }, []);
    assert.equal(state?.inOrder, false);
    assert.deepEqual(state.resources, [
      { urn: "urn:a", created: "<time>" },
      { urn: "urn:b", dependencies: ["urn:a"], inputs: { secret: { "<secret>": "hush-x" } } },
    ]);
    assert.deepEqual(plainSecrets({ state: "a hush-x-1 b hush-a", display: "" }), {
      state: ["hush-a", "hush-x-1"],
    });
  });

  it("takes another wording of the engine for the same only where the meaning is the same", () => {
    const locked = "error: the stack is currently locked by 1 lock(s). Use `pulumi cancel`";
    assert.equal(
      meaningOf(locked),
      meaningOf("stack is currently locked by 1 lock; pulumi cancel removes it"),
    );
    assert.notEqual(meaningOf(locked), meaningOf(locked.replace("1", "2")));
    assert.equal(meaningOf("refused"), "refused");
  });

  it("counts the messages of a row, but not the pieces that a stack trace came in", () => {
    const failed = (count: string): string[] => [
      "    Stack dev running error: no",
      `    Stack dev **failed** ${count}`,
    ];
    const traced = (count: string): string[] => ["    Stack dev running     at <stack>", ...failed(count)];
    assert.deepEqual(compareDisplay(traced("1 error; 3 messages"), traced("1 error; 5 messages")), []);
    assert.equal(compareDisplay(traced("1 error; 3 messages"), traced("2 errors; 3 messages")).length, 2);
    assert.equal(compareDisplay(failed("1 error; 3 messages"), failed("1 error; 5 messages")).length, 2);
  });
});
