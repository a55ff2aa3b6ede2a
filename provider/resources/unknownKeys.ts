import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../lifecycle/nearest";
import { configKey, settingNames } from "../session/settingTable";

let isDone = false;

/**
 * Warns of `ords:` keys in the stack's configuration that no setting has, once a program. Only the program can: the host of
 * dynamic providers tells the value of a key that is asked for, and not which keys there are. So a refresh or destroy without
 * the program, and a key of an explicit provider (which the compiler checks), are not looked at.
 */
export function warnOfUnknownKeys(): void {
  if (isDone) return;
  isDone = true;
  for (const warning of unknownKeys(Object.keys(pulumi.runtime.allConfig()), pulumi.getProject())) {
    void pulumi.log.warn(warning);
  }
}

/** A project that is itself called `ords` has keys of its own there: only what looks like a setting is warned of. */
export function unknownKeys(keys: readonly string[], project: string): string[] {
  return keys
    .filter((key) => key.startsWith("ords:"))
    .map((key) => key.slice("ords:".length))
    .filter((name) => !(settingNames as readonly string[]).includes(name))
    .flatMap((name) => {
      const near = nearest(name, settingNames);
      if (near === undefined) {
        return project === "ords"
          ? []
          : [`ords:${name} is not a setting of pulumi-ords, so it has no effect.`];
      }
      return [
        `ords:${name} is not a setting of pulumi-ords; did you mean ${configKey(near as (typeof settingNames)[number])}?`,
      ];
    });
}
