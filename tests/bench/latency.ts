import { chooseEngine, Project } from "../engine";
import { Sandbox } from "../sandbox";

export interface LatencyOptions {
  /** Handlers in the stack. */
  readonly handlers?: number;
  /** Of a round trip, in milliseconds. */
  readonly latency?: number;
  readonly say?: (line: string) => void;
}

const steps = ["up", "up without changes", "refresh"] as const;

type Step = (typeof steps)[number];

interface Measured {
  readonly seconds: number;
  readonly roundTrips: number;
  readonly logins: number;
}

export interface LatencyResult {
  /** Time over the latency by time without, for each step. */
  readonly ratios: Readonly<Record<Step, number>>;
  readonly without: Readonly<Record<Step, Measured>>;
  readonly over: Readonly<Record<Step, Measured>>;
}

function programOf(handlers: number): string {
  return `import { OrdsHandler, OrdsModule, OrdsSchema } from "pulumi-ords";
const schema = new OrdsSchema("schema", { schema: "MYAPI", alias: "myapi" });
const module = new OrdsModule("api", { basePath: "/api/", schema });
for (let n = 0; n < ${handlers}; n++) {
  new OrdsHandler("h" + n, { module, pattern: "h" + n, source: "select " + n + " as n from dual" });
}
`;
}

/** Up, up without changes, and refresh of one stack, each with a process and a login of its own. */
async function measure(handlers: number, latency: number): Promise<Record<Step, Measured>> {
  const sandbox = await Sandbox.start();
  const { user, password } = sandbox.user("MYAPI");
  const project = new Project({
    engine: chooseEngine(),
    program: programOf(handlers),
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

/** How much longer a stack takes when the database is far away: what waits together should travel together. */
export async function measureLatency({
  handlers = 200,
  latency = 50,
  say = console.log,
}: LatencyOptions = {}): Promise<LatencyResult> {
  const without = await measure(handlers, 0);
  const over = await measure(handlers, latency);
  const ratios = Object.fromEntries(
    steps.map((step) => [step, over[step].seconds / without[step].seconds]),
  ) as Record<Step, number>;
  say(`${handlers} handlers, ${latency} ms a round trip against none:`);
  for (const step of steps) {
    const [near, far] = [without[step], over[step]];
    say(
      `  ${step}: ${ratios[step].toFixed(2)} x (${far.seconds.toFixed(1)} s against ${near.seconds.toFixed(1)} s), ${far.roundTrips} round trips against ${near.roundTrips}, logins ${far.logins} and ${near.logins}`,
    );
  }
  return { ratios, without, over };
}

if (require.main === module) {
  measureLatency().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
