import { spawn } from "node:child_process";
import oracledb from "oracledb";
import { Sandbox } from "../sandbox";
import { type Benchmark, median, timed } from "./benchmark";

const handlersPerModule = 10;

const moduleBlock = "begin ords.define_module(:m, :path); commit; end;";

const handlerBlock = `begin
  ords.define_template(p_module_name => :m, p_pattern => :pattern);
  ords.define_handler(p_module_name => :m, p_pattern => :pattern, p_method => 'GET', p_source_type => 'plsql/block', p_source => :source);
  commit;
end;`;

const query = `select m.uri_prefix, t.priority, h.source_type, h.source
  from user_ords_modules m
  join user_ords_templates t on t.module_id = m.id
  join user_ords_handlers h on h.template_id = t.id
 where m.name = :m and t.uri_template = :pattern and h.method = 'GET'`;

const source = `begin htp.p('{}'); end; -- ${"x".repeat(500)}`;

/** Medians in milliseconds. */
interface Times {
  readonly block: number;
  readonly query: number;
  /** A request right after a change, for which metadata is read again. */
  readonly request: number;
}

/** A sandbox with as many modules of ten handlers as are asked for. */
class Site {
  readonly #sandbox: Sandbox;
  readonly #connection: oracledb.Connection;
  #modules = 0;

  private constructor(sandbox: Sandbox, connection: oracledb.Connection) {
    this.#sandbox = sandbox;
    this.#connection = connection;
  }

  static async open(): Promise<Site> {
    const sandbox = await Sandbox.start();
    const { connectString } = sandbox;
    const connection = await oracledb.getConnection({ connectString, ...sandbox.user("MYAPI") });
    await connection.execute("begin ords.enable_schema(p_url_mapping_pattern => 'api'); commit; end;");
    return new Site(sandbox, connection);
  }

  async grow(modules: number): Promise<void> {
    while (this.#modules < modules) {
      const m = `m${this.#modules++}`;
      await this.#connection.execute(moduleBlock, { m, path: `/${m}/` });
      for (let number = 0; number < handlersPerModule; number++) await this.#define(m, number);
    }
  }

  /** Of the last module. */
  async times(): Promise<Times> {
    const m = `m${this.#modules - 1}`;
    const times = async (count: number, work: (number: number) => Promise<unknown>): Promise<number> => {
      const all: number[] = [];
      for (let number = 0; number < count; number++) all.push(await timed(() => work(number)));
      return median(all);
    };
    return {
      block: await times(100, (number) => this.#define(m, number % handlersPerModule)),
      query: await times(100, (number) =>
        this.#connection.execute(query, { m, pattern: `h${number % handlersPerModule}/:id` }),
      ),
      request: await times(100, async (number) => {
        const o = `https://${number}.example`;
        await this.#connection.execute("begin ords.set_module_origins_allowed(:m, :o); commit; end;", {
          m,
          o,
        });
        await (await fetch(`${this.#sandbox.baseUrl}/api/${m}/h1/1`)).text();
      }),
    };
  }

  async #define(m: string, number: number): Promise<void> {
    await this.#connection.execute(handlerBlock, { m, pattern: `h${number}/:id`, source });
  }

  async close(): Promise<void> {
    await this.#connection.close();
    await this.#sandbox.stop();
  }
}

/** Milliseconds from the start of the process to the line of JSON. */
function startUp(): Promise<number> {
  return timed(
    () =>
      new Promise<void>((resolve, reject) => {
        const started = spawn(
          process.execPath,
          ["-r", "./tests/setup.cjs", "tests/sandbox/main.ts", "--json"],
          {
            stdio: ["ignore", "pipe", "inherit"],
          },
        );
        started.once("error", reject);
        started.stdout.once("data", () => {
          started.kill();
          resolve();
        });
      }),
  );
}

/** The stand-in for Oracle and ORDS: how fast it is there, how fast it answers, and what it holds. */
export const sandbox: Benchmark = {
  name: "sandbox",
  what: "The sandbox: start, a DEFINE_* block, a query of the views, a request after a change; with 10 and with 1,000 modules of ten handlers.",
  async run({ runs }) {
    const starts: number[] = [];
    for (let run = 0; run < runs; run++) starts.push(await startUp());
    const site = await Site.open();
    try {
      const before = process.memoryUsage().rss;
      await site.grow(10);
      // The first times are those of code that nobody has called before.
      await site.times();
      const few = await site.times();
      await site.grow(1000);
      const many = await site.times();
      const held = process.memoryUsage().rss;
      const line = (what: string, of: keyof Times): string =>
        `${what}: ${few[of].toFixed(2)} ms, with 1,000 modules ${many[of].toFixed(2)} ms (${(many[of] / few[of]).toFixed(2)} x)`;
      const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
      return [
        `listening after ${median(starts).toFixed(0)} ms from the start of the process`,
        line("DEFINE_* block over loopback, median", "block"),
        line("query of three views, median", "query"),
        line("change and request over HTTP, median", "request"),
        `1,000 modules with 10,000 handlers: process of ${megabytes(held)} MB, ${megabytes(held - before)} MB more than empty`,
      ];
    } finally {
      await site.close();
    }
  },
};
