import type { Host } from "./host";
import { omit, type Resource } from "../state/state";
import { canonical, type Props } from "../state/values";

/** The provider host processes of one run: one a provider resource with its id and inputs, configured once (rule 15). */
export class Providers {
  readonly #hosts = new Map<string, Promise<Host>>();
  readonly #urns = new Set<string>();

  constructor(readonly start: () => Promise<Host>) {}

  isOpen(urn: string): boolean {
    return this.#urns.has(urn);
  }

  /** The process of a provider resource with these inputs. */
  open(resource: Pick<Resource, "urn" | "id" | "type">, inputs: Props): Promise<Host> {
    const key = `${resource.urn}::${resource.id ?? ""}${canonical(inputs)}`;
    const opened = this.#hosts.get(key) ?? this.#start(resource, inputs);
    this.#hosts.set(key, opened);
    this.#urns.add(resource.urn);
    return opened;
  }

  async #start(resource: Pick<Resource, "urn" | "id" | "type">, inputs: Props): Promise<Host> {
    const host = await this.start();
    await host.configure(resource, omit(inputs, "__internal"));
    return host;
  }

  async stop(): Promise<void> {
    for (const opened of this.#hosts.values()) {
      const host = await opened.catch(() => undefined);
      await host?.stop();
    }
  }
}
