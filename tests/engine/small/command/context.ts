import type { Arguments } from "./arguments";
import { Backend } from "../files/backend";
import { Problem } from "../state/problem";
import { findProject } from "../files/project";
import type { Stack } from "../files/stack";
import { Settings } from "../files/settings";

/** The project of the folder and the stack that the options name, which must exist unless it is new (rule 69). */
export function contextOf(args: Arguments, newStack?: string): Stack {
  const project = findProject(args.one("cwd") ?? process.cwd());
  const backend = new Backend(process.env.PULUMI_BACKEND_URL);
  const named = newStack ?? args.one("stack") ?? backend.stacks(project.name)[0];
  if (!named)
    throw new Problem(
      "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one",
    );
  const stack = named.split("/").at(-1) ?? named;
  if (newStack === undefined && !backend.has(project.name, stack))
    throw new Problem(`no stack named '${named}' found`);
  const settings = new Settings(project, stack);
  return { backend, project, settings, stack, crypter: () => settings.crypter() };
}
