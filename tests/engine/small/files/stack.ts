import { Problem } from "../state/problem";
import { stackOutputs } from "../state/state";
import { hasSecret, type Props } from "../state/values";
import type { Backend } from "./backend";
import type { Project } from "./project";
import type { Settings } from "./settings";

/** A stack, and what its commands work with. */
export interface Stack {
  backend: Backend;
  project: Project;
  settings: Settings;
  stack: string;
}

/** What a StackReference answers, read by the engine itself: another stack's outputs, and which are secret (rule 27). */
export function outputsOfStack(
  { backend, settings }: Stack,
  name: string,
): { outputs: Props; secretOutputNames: string[] } {
  const [, project = "", stack = ""] = name.split("/");
  if (!backend.has(project, stack)) throw new Problem(`unknown stack "${name}"`);
  const outputs = stackOutputs(backend.open(project, stack, settings));
  const secretOutputNames = Object.keys(outputs).filter((key) => hasSecret(outputs[key]));
  return { outputs, secretOutputNames: secretOutputNames.sort() };
}
