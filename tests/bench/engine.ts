import { type EngineCommand, Project, small, type Stack } from "../engine";
import { type Benchmark, timed } from "./benchmark";

/** Resources whose provider does nothing: what is left is the engine, the SDK and the provider host. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const provider = "exports.handler = () => ({" +
  "check: async (olds, inputs) => ({ inputs })," +
  "diff: async (id, olds, news) => ({ changes: olds.number !== news.number })," +
  "create: async (inputs) => ({ id: String(inputs.number), outs: inputs })," +
  "update: async (id, olds, news) => ({ outs: news })," +
  "delete: async () => undefined });";
const pin = ({ props, opts }) => ({ props: { ...props, __provider: provider }, opts });
class Noop extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super({}, name, args, { transformations: [pin] });
  }
}
for (let number = 0; number < Number(process.env.COUNT); number += 1) new Noop("noop-" + number, { number });
`;

export interface EngineFigures {
  count: number;
  /** Seconds. */
  create: number;
  unchanged: number;
  refresh: number;
  destroy: number;
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => (await timed(work)) / 1000;

/** Creates so many no-op dynamic resources, runs up again, refreshes and destroys them. */
export async function measureEngine(engine: EngineCommand, count: number): Promise<EngineFigures> {
  const env = { COUNT: `${count}` };
  const project = new Project({ engine, language: "javascript", program: PROGRAM, env });
  try {
    const stack: Stack = await project.init();
    const create = await seconds(() => stack.up());
    const unchanged = await seconds(async () => {
      const { changes } = await stack.up();
      if (changes.same !== count + 1) throw new Error(`${JSON.stringify(changes)} instead of no change`);
    });
    const refresh = await seconds(() => stack.refresh());
    const destroy = await seconds(() => stack.destroy());
    return { count, create, unchanged, refresh, destroy };
  } finally {
    project.close();
  }
}

/** The engine alone, with 100 and with 1,000 resources: it must grow with their number, and no faster. */
export const engine: Benchmark = {
  name: "engine",
  what: "no-op dynamic resources on the small engine, 100 and 1,000 of them",
  async run() {
    const lines: string[] = [];
    for (const count of [100, 1000]) {
      const found = await measureEngine(small, count);
      const parts = (["create", "unchanged", "refresh", "destroy"] as const).map(
        (name) => `${name} ${found[name].toFixed(1)} s`,
      );
      lines.push(`${count} resources: ${parts.join(", ")}`);
    }
    return lines;
  },
};
