import { chooseEngine, Project } from "../engine";
import { Sandbox } from "../sandbox";
import { median } from "./benchmark";
import type { Benchmark } from "./benchmark";

/** Of a round trip, in milliseconds. */
const farAway = 50;

const handlers = 200;

const steps = ["up", "up without changes", "refresh"] as const;

type Step = (typeof steps)[number];

interface Measured {
  readonly seconds: number;
  readonly roundTrips: number;
  readonly logins: number;
}

const program = `import { OrdsHandler, OrdsModule, OrdsSchema } from "pulumi-ords";
const schema = new OrdsSchema("schema", { schema: "MYAPI", alias: "myapi" });
const api = new OrdsModule("api", { basePath: "/api/", schema });
for (let n = 0; n < ${handlers}; n++) {
  new OrdsHandler("h" + n, { module: api, pattern: "h" + n, source: "select " + n + " as n from dual" });
}
`;

/** Up, up without changes, and refresh of one stack, each with a process and a login of its own. */
async function measure(latency: number): Promise<Record<Step, Measured>> {
  const sandbox = await Sandbox.start();
  const { user, password } = sandbox.user("MYAPI");
  const project = new Project({
    engine: chooseEngine(),
    program,
    env: {
      ORDS_CONNECT_STRING: sandbox.connectString,
      ORDS_USER: user,
      ORDS_PASSWORD: password,
      ORDS_BASE_URL: sandbox.baseUrl,
    },
  });
  try {
    const stack = await project.init();
    if (latency > 0) sandbox.faults.add({ effect: "latency", ms: latency });
    const timed = async (work: () => Promise<unknown>): Promise<Measured> => {
      sandbox.activity.forget();
      const from = performance.now();
      await work();
      const seconds = (performance.now() - from) / 1000;
      const { roundTrips, logins } = sandbox.activity;
      return { seconds, roundTrips, logins };
    };
    return {
      up: await timed(() => stack.up()),
      "up without changes": await timed(() => stack.up({ expectNoChanges: true })),
      refresh: await timed(() => stack.refresh()),
    };
  } finally {
    project.close();
    await sandbox.stop();
  }
}

/** The median of each step's times; round trips are those of the last run. */
async function medians(runs: number, latency: number): Promise<Record<Step, Measured>> {
  const measured: Record<Step, Measured>[] = [];
  for (let run = 0; run < runs; run++) measured.push(await measure(latency));
  return Object.fromEntries(
    steps.map((step) => {
      const seconds = median(measured.map((one) => one[step].seconds));
      return [step, { ...measured.at(-1)![step], seconds }];
    }),
  ) as Record<Step, Measured>;
}

/** How much longer a stack takes when the database is far away: what waits together should travel together. */
export const latency: Benchmark = {
  name: "latency",
  what: `${handlers} handlers, ${farAway} ms a round trip against none (at most 1.3 times)`,
  async run({ runs }) {
    const near = await medians(runs, 0);
    const far = await medians(runs, farAway);
    return steps.map((step) => {
      const ratio = (far[step].seconds / near[step].seconds).toFixed(2);
      const seconds = `${far[step].seconds.toFixed(1)} s against ${near[step].seconds.toFixed(1)} s`;
      return `${step}: ${ratio} x (${seconds}), ${far[step].roundTrips} round trips against ${near[step].roundTrips}, ${far[step].logins} login`;
    });
  },
};
