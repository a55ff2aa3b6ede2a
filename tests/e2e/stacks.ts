import assert from "node:assert/strict";
import {
  type EngineCommand,
  Project,
  type ProjectOptions,
  type Result,
  type Stack,
  testEngines,
} from "../engine";
import { Site } from "./site";

const prelude = `const pulumi = require("@pulumi/pulumi");
const { OrdsHandler, OrdsModule, OrdsOAuthClient, OrdsPrivilege, OrdsProvider, OrdsRole, OrdsSchema } = require("pulumi-ords");
`;

/** A stack whose program tests write as the body of a JavaScript file, with the package's classes at hand. */
export class TestStack {
  constructor(
    readonly stack: Stack,
    readonly site: Site,
  ) {}

  write(program: string): void {
    this.stack.project.write("index.js", prelude + program);
  }

  /** Ups a changed program, or the same again; resolves with the counts of what was done. */
  async up(program?: string): Promise<Result["changes"]> {
    if (program !== undefined) this.write(program);
    return (await this.stack.up()).changes;
  }

  /** Ups, or only previews, a program that must fail; resolves with all that the user reads. */
  async failing(verb: "up" | "preview", program?: string): Promise<string> {
    if (program !== undefined) this.write(program);
    const { exitCode, stdout, stderr, messages } = await this.stack[verb]({ mayFail: true });
    assert.equal(exitCode, 1, stdout + stderr);
    return [...messages.map(({ text }) => text), stdout, stderr].join("\n");
  }
}

interface Tools {
  readonly site: Site;
  readonly engine: EngineCommand;
  /** A stack in a project of its own, connected by its environment, destroyed after the test. */
  readonly open: (program?: string, options?: Partial<ProjectOptions>) => Promise<TestStack>;
}

/** Defines tests for every engine there is, on one site for all of them. */
export function onEveryEngine(title: string, define: (tools: () => Tools) => void): void {
  for (const engine of testEngines()) {
    describe(`${title}, on ${engine.name}`, function () {
      this.timeout(180_000);
      let site: Site;
      const opened: TestStack[] = [];
      const open: Tools["open"] = async (program, options) => {
        const text = prelude + (program ?? "");
        const env = site.environment;
        const project = new Project({ engine, language: "javascript", program: text, env, ...options });
        const stack = new TestStack(await project.init(), site);
        opened.push(stack);
        return stack;
      };
      before(async () => {
        site = await Site.open();
      });
      afterEach(async () => {
        // What came last may refer to what came before.
        for (const { stack } of opened.splice(0).reverse()) {
          if ((stack.state?.resources ?? []).length > 0) await stack.destroy();
          stack.project.close();
        }
        assert.deepEqual(await site.leftovers(), []);
      });
      after(() => site.close());
      define(() => ({ site, engine, open }));
    });
  }
}
