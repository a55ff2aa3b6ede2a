import { randomUUID } from "node:crypto";
import { Host } from "./host";
import { omit, type Resource } from "./state";
import { type Props, UNKNOWN } from "./values";

export const HOST_TYPE = "pulumi:providers:pulumi-nodejs";
export const isDefaultProvider = (urn: string): boolean => /::pulumi:providers:[^:]+::default(_|$)/.test(urn);

export const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");
export const newProviderId = (planning: boolean): string => (planning ? UNKNOWN : randomUUID());

/** The provider host processes of one run: one a provider resource, configured once (rule 15). */
export class Providers {
  readonly #hosts = new Map<string, Promise<Host>>();

  constructor(
    readonly folder: string,
    readonly engine: () => string,
    readonly project: string,
    readonly onText: (text: string) => void,
  ) {}

  isOpen(urn: string): boolean {
    return this.#hosts.has(urn);
  }

  /** The process of a provider resource with these inputs. */
  open(resource: Pick<Resource, "urn" | "id" | "type">, inputs: Props): Promise<Host> {
    const known = this.#hosts.get(resource.urn);
    if (known) return known;
    const start = async (): Promise<Host> => {
      const host = await Host.start(this.folder, this.engine(), this.project, this.onText);
      await host.configure(resource, omit(inputs, "__internal"));
      return host;
    };
    const opened = start();
    this.#hosts.set(resource.urn, opened);
    return opened;
  }

  async stop(): Promise<void> {
    for (const opened of this.#hosts.values()) {
      const host = await opened.catch(() => undefined);
      await host?.stop();
    }
  }
}
