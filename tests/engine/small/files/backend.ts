import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeWhole } from "../state/files";
import { Problem } from "../state/problem";
import { Crypter } from "../state/secrets";
import type { Settings } from "./settings";
import { type Deployment, deserialise, type Snapshot } from "../state/state";

type Owner = Record<"username" | "hostname" | "timestamp", string> & { pid: number };

/** The folder of a `file://` backend, in the real command line's layout (rules 40, 41). */
export class Backend {
  readonly #url: string;
  readonly #root: string;

  constructor(url: string | undefined) {
    if (!url?.startsWith("file://"))
      throw new Problem("this engine needs a file:// backend in PULUMI_BACKEND_URL");
    this.#url = url;
    const folder = url.startsWith("file:///") ? fileURLToPath(url) : url.slice("file://".length);
    this.#root = join(folder, ".pulumi");
  }

  #file(project: string, stack: string): string {
    return join(this.#root, "stacks", project, `${stack}.json`);
  }

  #locks(project: string, stack: string): string {
    return join(this.#root, "locks", "organization", project, stack);
  }

  has(project: string, stack: string): boolean {
    return existsSync(this.#file(project, stack));
  }

  /** Where it is said which of a project's stacks is meant when none is named. */
  #selection(project: string): string {
    return join(this.#root, "selected", project);
  }

  selected(project: string): string | undefined {
    const file = this.#selection(project);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  select(project: string, stack: string): void {
    writeWhole(this.#selection(project), stack);
  }

  stacks(project: string): string[] {
    const folder = join(this.#root, "stacks", project);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  }

  load(project: string, stack: string): Deployment | undefined {
    const file = this.#file(project, stack);
    if (!existsSync(file)) return undefined;
    let content: { version?: number; features?: string[]; checkpoint?: { latest?: Deployment } };
    try {
      content = JSON.parse(readFileSync(file, "utf8")) as typeof content;
    } catch (error) {
      throw new Problem(
        `could not load the state of stack '${stack}', ${file} is not valid JSON: ${(error as Error).message}`,
      );
    }
    const { version = 0 } = content;
    if (version > 4)
      throw new Problem(`failed to load checkpoint: unsupported checkpoint version ${version}`);
    refuseVersion(stack, version, content.features);
    return content.checkpoint?.latest;
  }

  /** What a stack's state says, opened with the salt it names, or else that of the stack's settings (rule 48). */
  open(project: string, stack: string, settings: Settings): Snapshot {
    const deployment = this.load(project, stack);
    if (!deployment) return { resources: [], pending: [] };
    const salt = deployment.secrets_providers?.state?.salt;
    return deserialise(deployment, salt ? Crypter.open(salt) : settings.crypter());
  }

  /** Writes a deployment, in the real command line's form. */
  save(project: string, stack: string, latest: string): void {
    const name = `"organization/${project}/${stack}"`;
    const text = `{\n    "version": 3,\n    "checkpoint": {\n        "stack": ${name},\n        "latest": ${latest}\n    }\n}\n`;
    writeWhole(this.#file(project, stack), text);
  }

  /** Whichever was selected, none is from then on (rule 69). */
  remove(project: string, stack: string): void {
    rmSync(this.#file(project, stack), { force: true });
    rmSync(this.#selection(project), { force: true });
  }

  /** Takes the stack's lock, or says who has it (rule 41). */
  lock(project: string, stack: string): () => void {
    const folder = this.#locks(project, stack);
    const file = join(folder, `${randomUUID()}.json`);
    const own: Owner = {
      pid: process.pid,
      username: userInfo().username,
      hostname: hostname(),
      timestamp: new Date().toISOString(),
    };
    // Of two that begin at the same time neither may go on without seeing the other.
    writeWhole(file, JSON.stringify(own));
    const unlock = (): void => rmSync(file, { force: true });
    const held = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== basename(file));
    if (held.length === 0) return unlock;
    unlock();
    const lines = held.map((name) => {
      const url = `${this.#url}/.pulumi/locks/organization/${project}/${stack}/${name}?no_tmp_dir=true`;
      return `  ${url}: ${creatorOf(join(folder, name))}`;
    });
    throw new Problem(
      `the stack is currently locked by ${held.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.\n${lines.join("\n")}`,
    );
  }

  cancel(project: string, stack: string): void {
    rmSync(this.#locks(project, stack), { recursive: true, force: true });
  }
}

/** Who made a lock, which may be given back just when that is asked. */
function creatorOf(lock: string): string {
  try {
    const owner = JSON.parse(readFileSync(lock, "utf8")) as Owner;
    return `created by ${owner.username}@${owner.hostname} (pid ${owner.pid}) at ${owner.timestamp}`;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return "given back meanwhile";
    throw error;
  }
}

/** Refuses a state that this engine cannot read whole, naming what it lacks where the state says so (rule 48). */
export function refuseVersion(stack: string, version = 0, features: readonly string[] = []): void {
  if (version > 4)
    throw new Problem(
      `the stack '${stack}' is newer than what this version of the Pulumi CLI understands. Please update your version of the Pulumi CLI`,
    );
  if (version === 4)
    throw new Problem(
      `the state of stack '${stack}' uses what this engine does not have: ${features.join(", ")}`,
    );
}
