import { Host } from "./host";
import { omit, type Resource } from "../state/state";
import { canonical, type Props } from "../state/values";

/** The provider host processes of one run: one a provider resource and its inputs, configured once (rule 15). */
export class Providers {
  /** By URN, then by inputs. */
  readonly #hosts = new Map<string, Map<string, Promise<Host>>>();

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
    const own = this.#hosts.get(resource.urn) ?? new Map<string, Promise<Host>>();
    this.#hosts.set(resource.urn, own);
    const known = own.get(canonical(inputs));
    if (known) return known;
    const start = async (): Promise<Host> => {
      const host = await Host.start(this.folder, this.engine(), this.project, this.onText);
      await host.configure(resource, omit(inputs, "__internal"));
      return host;
    };
    const opened = start();
    own.set(canonical(inputs), opened);
    return opened;
  }

  async stop(): Promise<void> {
    for (const opened of [...this.#hosts.values()].flatMap((own) => [...own.values()])) {
      const host = await opened.catch(() => undefined);
      await host?.stop();
    }
  }
}
