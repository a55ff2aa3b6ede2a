import { randomUUID } from "node:crypto";
import { Host } from "./host";
import { omit, type Resource } from "./state";
import { plainProps, type Props, UNKNOWN } from "./values";

export const HOST_TYPE = "pulumi:providers:pulumi-nodejs";
export const isDefaultProvider = (urn: string): boolean => /::pulumi:providers:[^:]+::default(_|$)/.test(urn);
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
export const subjectOf = ({
  urn,
  type,
}: {
  urn: string;
  type: string;
}): { urn: string; type: string; name: string } => ({ urn, type, name: nameOf(urn) });

/** The provider host processes of one run: one a provider resource, configured once (rule 15). */
export class Providers {
  readonly #hosts = new Map<string, Promise<Host>>();

  constructor(
    readonly folder: string,
    readonly engine: () => string,
    readonly project: string,
    readonly onText: (text: string) => void,
  ) {}

  static newId(planning: boolean): string {
    return planning ? UNKNOWN : randomUUID();
  }

  /** The process of a provider resource with these inputs. */
  open(resource: Pick<Resource, "urn" | "id" | "type">, inputs: Props): Promise<Host> {
    const known = this.#hosts.get(resource.urn);
    if (known) return known;
    const start = async (): Promise<Host> => {
      const host = await Host.start(this.folder, this.engine(), this.project, this.onText);
      await host.configure(subjectOf(resource), resource.id ?? "", omit(plainProps(inputs), "__internal"));
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
