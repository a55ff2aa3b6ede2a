import type { Context } from "./context";
import { Problem } from "./problem";
import { stackOutputs } from "./state";
import { hasSecret, type Props } from "./values";

/** What a StackReference answers, read by the engine itself: another stack's outputs, and which are secret (rule 27). */
export function outputsOfStack(
  { backend, crypter }: Context,
  name: string,
): { outputs: Props; secretOutputNames: string[] } {
  const [, project = "", stack = ""] = name.split("/");
  if (!backend.has(project, stack)) throw new Problem(`unknown stack "${name}"`);
  const outputs = stackOutputs(backend.open(project, stack, crypter));
  const secretOutputNames = Object.keys(outputs).filter((key) => hasSecret(outputs[key]));
  return { outputs, secretOutputNames: secretOutputNames.sort() };
}
