import type { Context } from "./operation";
import { Problem } from "./problem";
import { openDeployment } from "./passphrase";
import { hasSecret, type Props } from "./values";

/** What a StackReference answers, read by the engine itself: another stack's outputs, and which are secret (rule 27). */
export function outputsOfStack(
  { backend, crypter }: Context,
  name: string,
): { outputs: Props; secretOutputNames: string[] } {
  const [, project = "", stack = ""] = name.split("/");
  if (!backend.has(project, stack)) throw new Problem(`unknown stack "${name}"`);
  const deployment = backend.load(project, stack);
  const { resources } = openDeployment(deployment, crypter);
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const secretOutputNames = Object.keys(outputs).filter((key) => hasSecret(outputs[key]));
  return { outputs, secretOutputNames: secretOutputNames.sort() };
}
