import type { Arguments } from "./arguments";
import { Backend } from "../files/backend";
import { Problem } from "../state/problem";
import { findProject } from "../files/project";
import type { Stack } from "../files/stack";
import { Settings } from "../files/settings";

/** The project of the folder, and where its stacks are. */
export function placeOf(args: Arguments): Pick<Stack, "backend" | "project"> {
  const project = findProject(args.one("cwd") ?? process.cwd());
  return { project, backend: new Backend(process.env.PULUMI_BACKEND_URL) };
}

/** The project of the folder and a stack: a new one, or that which is named or selected, which must exist (rule 69). */
export function contextOf(args: Arguments, { fresh, word }: { fresh?: string; word?: string } = {}): Stack {
  const { project, backend } = placeOf(args);
  const named =
    fresh ?? word ?? args.one("stack") ?? process.env.PULUMI_STACK ?? backend.selected(project.name);
  if (!named)
    throw new Problem(
      "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one",
    );
  const stack = named.split("/").at(-1) ?? named;
  if (fresh === undefined && !backend.has(project.name, stack))
    throw new Problem(`no stack named '${named}' found`, 6);
  const settings = new Settings(project, stack);
  return { backend, project, settings, stack };
}
