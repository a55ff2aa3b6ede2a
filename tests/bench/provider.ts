import { chooseEngine, type EngineCommand, Project, type Stack } from "../engine";
import { Sandbox } from "../sandbox";
import { type Benchmark, median, timed } from "./benchmark";

const steps = ["up", "up, no change", "refresh", "destroy"] as const;
type Step = (typeof steps)[number];

const inputs = `{ pattern: "item/" + n, source: "select " + n + " n from dual", method: "GET" }`;

const handlers = (count: number): string => `
const { OrdsHandler, OrdsModule, OrdsSchema } = require("pulumi-ords");
const schema = new OrdsSchema("schema", { alias: "myapi" });
const module_ = new OrdsModule("api", { basePath: "/api/", schema });
for (let n = 0; n < ${count}; n += 1) new OrdsHandler("handler-" + n, { module: module_, ...${inputs} });
`;

/** As many dynamic resources with the same inputs, and two that stand where schema and module do; they do nothing. */
const noOps = (count: number): string => `
const pulumi = require("@pulumi/pulumi");
const provider = {
  check: async (olds, news) => ({ inputs: news, failures: [] }),
  diff: async (id, olds, news) => ({ changes: news.source !== olds.source }),
  create: async (inputs) => ({ id: "made", outs: inputs }),
  read: async (id, props) => ({ id, props, inputs: props }),
};
const one = (name, args, options) => new pulumi.dynamic.Resource(provider, name, args, options);
const schema = one("schema", { name: "schema", alias: "myapi" });
const module_ = one("api", { name: "api", basePath: "/api/" }, { dependsOn: schema });
for (let n = 0; n < ${count}; n += 1)
  one("handler-" + n, { module: "api", ...${inputs} }, { dependsOn: module_ });
`;

interface Measured {
  readonly milliseconds: Record<Step, number>;
  /** Round trips and logins of each step. */
  readonly calls: Record<Step, readonly [number, number]>;
  /** Mean length of a handler's or no-op's entry in the state, and of its inputs in it. */
  readonly entry: number;
  readonly given: number;
}

async function measure(engine: EngineCommand, program: string, sandbox: Sandbox): Promise<Measured> {
  const project = new Project({ engine, program, language: "javascript" });
  const milliseconds = {} as Measured["milliseconds"] & object;
  const calls = {} as Measured["calls"] & object;
  try {
    const stack = await project.init();
    const { user, password } = sandbox.user("MYAPI");
    const settings = { connectString: sandbox.connectString, user, password, baseUrl: sandbox.baseUrl };
    for (const [name, value] of Object.entries(settings)) await stack.setConfig(`ords:${name}`, value);
    const step = async (name: Step, work: () => Promise<unknown>): Promise<void> => {
      sandbox.activity.forget();
      milliseconds[name] = await timed(work);
      calls[name] = [sandbox.activity.roundTrips, sandbox.activity.logins];
    };
    await step("up", () => stack.up());
    const size = entrySize(stack);
    await step("up, no change", () => stack.up({ expectNoChanges: true }));
    await step("refresh", () => stack.refresh({ expectNoChanges: true }));
    await step("destroy", () => stack.destroy());
    return { milliseconds, calls, ...size };
  } finally {
    project.close();
  }
}

function entrySize(stack: Stack): Pick<Measured, "entry" | "given"> {
  const entries = (stack.state?.resources ?? []).filter(({ urn }) => urn.includes("::handler-"));
  const total = (texts: readonly string[]): number =>
    texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / entries.length;
  return {
    entry: total(entries.map((entry) => JSON.stringify(entry))),
    given: total(entries.map(({ inputs }) => JSON.stringify({ ...inputs, __provider: undefined }))),
  };
}

async function compare(count: number, runs: number, engine: EngineCommand): Promise<string[]> {
  const sandbox = await Sandbox.start();
  try {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    // In turns, so that what slows the machine down slows both.
    for (let run = 0; run < runs; run += 1) {
      theirs.push(await measure(engine, noOps(count), sandbox));
      ours.push(await measure(engine, handlers(count), sandbox));
    }
    const of = (all: readonly Measured[], step: Step): number =>
      median(all.map((one) => one.milliseconds[step]));
    const rows = steps.map((step) => {
      const [a, b] = [of(ours, step), of(theirs, step)];
      const [trips, logins] = ours[0]!.calls[step];
      const seconds = [a, b].map((one) => `${(one / 1000).toFixed(2)} s`.padStart(9)).join("");
      return `${step.padEnd(16)}${seconds}${(a / b).toFixed(2).padStart(8)}${String(trips).padStart(13)}${String(logins).padStart(8)}`;
    });
    const [our, their] = [ours[0]!, theirs[0]!];
    return [
      `${count} handlers against ${count} no-op dynamic resources on ${engine.name}, median of ${runs}`,
      `${"".padEnd(16)}${"handlers".padStart(9)}${"no-op".padStart(9)}${"ratio".padStart(8)}${"round trips".padStart(13)}${"logins".padStart(8)}`,
      ...rows,
      `state: ${our.entry.toFixed(0)} bytes a handler, ${(our.entry - our.given).toFixed(0)} of them beyond its inputs; ${their.entry.toFixed(0)} a no-op`,
    ];
  } finally {
    await sandbox.stop();
  }
}

/** What the provider costs on top of the engine. */
export const provider: Benchmark = {
  name: "provider",
  what: "up, up without changes, refresh and destroy of handlers against dynamic resources that do nothing",
  async run({ runs, large }) {
    const engine = chooseEngine({ say: () => undefined });
    const lines = await compare(200, runs, engine);
    return large ? [...lines, ...(await compare(1000, 1, engine))] : lines;
  },
};
