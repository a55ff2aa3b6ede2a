/**
 * One interface over the three engines (`pulumi` on PATH, the npm package `pulumi`, the small engine) for tests, the demo
 * and benchmarks: a project folder, a stack in it, and every command as a method.
 *
 * @example
 * const project = new Project({ engine: chooseEngine(), program: `import ...` });
 * const stack = await project.init();
 * await stack.setConfig("ords:password", "...", { secret: true });
 * const { changes } = await stack.up();
 * await stack.destroy();
 * project.close();
 */
export { chooseEngine, type EngineCommand, type EngineKind, small, testEngines } from "./engines";
export { Project, type ProjectOptions } from "./project";
export {
  EngineFailure,
  type Message,
  type OperationOptions,
  type Result,
  type RunOptions,
  Stack,
} from "./stack";
