import assert from "node:assert/strict";
import type { PackageSpec, Value } from "./catalogue";
import { compileText, executeBlock, runBlock } from "./execute";
import { people, stage } from "./fixture";

const { signal } = new AbortController();

/** The shape of the blocks that the provider sends. */
const define = `begin
declare
l_state clob;
l_taken boolean := false;
procedure look is
begin
l_state := null;
for found in (select name as state from people) loop l_state := found.state; end loop;
end;
begin
look;
if l_state is null then
defs.define_handler(p_module_name => :v0_0, p_pattern => :v0_1, p_source => :v0_2, p_items_per_page => :v0_3);
look;
:o0_done := 1;
end if;
if l_state is not null then
if dbms_lob.getlength(l_state) <= :v0_4 then :o0_state := dbms_lob.substr(l_state, :v0_4, 1);
else :o0_long_state := l_state;
end if;
end if;
end;
commit;
end;`;

const sources: Value[] = [];
const definitions: PackageSpec = {
  owner: "SYS",
  name: "DEFS",
  subprograms: {
    DEFINE_HANDLER: [
      {
        params: [
          { name: "p_module_name", mode: "in", type: "VARCHAR2" },
          { name: "p_pattern", mode: "in", type: "VARCHAR2" },
          { name: "p_source", mode: "in", type: "CLOB" },
          { name: "p_items_per_page", mode: "in", type: "NUMBER", default: "25" },
          { name: "p_comments", mode: "in", type: "VARCHAR2", default: "null" },
        ],
        run: (_, { p_source: source }) => {
          sources.push(source ?? null);
          return null;
        },
      },
    ],
  },
};

function binds(source: string): Map<string, Value> {
  return new Map<string, Value>([
    ["V0_0", "module"],
    ["V0_1", "pattern/"],
    ["V0_2", source],
    ["V0_3", 25],
    ["V0_4", 8191],
  ]);
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

describe("speed of PL/SQL", () => {
  it("a block that defines takes less than a millisecond, also with a source of 3 MB", async () => {
    const { session } = stage(people, [definitions]);
    for (const source of ["select 1 from dual", "x".repeat(3_000_000)]) {
      const times: number[] = [];
      for (let round = 0; round < 300; round++) {
        const given = binds(source);
        const start = performance.now();
        await runBlock(session, compileText(session, define), given, signal);
        times.push(performance.now() - start);
      }
      assert.ok(median(times) < 1, `${median(times)} ms`);
      assert.equal(sources.at(-1), source);
    }
  });
  it("a million rounds take a few seconds at most", async () => {
    const { lines } = stage();
    const start = performance.now();
    const text = `declare n number := 0; function f(a number) return number is begin return a + 1; end;
      begin for i in 1 .. 1000000 loop if mod(i, 2) = 0 then n := f(n); end if; end loop; dbms_output.put_line(n); end;`;
    assert.deepEqual(await lines(text), ["500000"]);
    assert.ok(performance.now() - start < 5000);
  });
  it("a text grows without being copied at each step", async () => {
    const { lines } = stage();
    const start = performance.now();
    const text = `declare l clob; begin for i in 1 .. 100000 loop l := l || 'abcdefghij'; end loop; dbms_output.put_line(length(l)); end;`;
    assert.deepEqual(await lines(text), ["1000000"]);
    assert.ok(performance.now() - start < 3000);
  });
  it("an endless loop lets others work and ends with its call", async () => {
    const { session } = stage();
    const abort = new AbortController();
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    setTimeout(() => {
      abort.abort(new Error("given up"));
    }, 50);
    const loop = executeBlock(session, "begin loop null; end loop; end;", new Map(), abort.signal);
    await assert.rejects(loop, /given up/);
    clearInterval(ticking);
    assert.ok(ticks > 3, `${ticks} ticks`);
  });
});
