import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type Fields, filled, LIMITS, props } from "./messages";
import { nameOf, type Resource } from "../state/state";
import { plainProps, type Props } from "../state/values";

/** A create or update that made something, but did not finish (rule 30). */
export class Unfinished extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Props,
    readonly reasons: string[],
  ) {
    const list = reasons.map((reason) => `\t* ${reason}\n`).join("");
    super(`${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:\n${list}\n`);
  }
}

/** `unknown` leaves it to the engine to compare (rule 14). */
export interface DiffAnswer {
  changes: "none" | "some" | "unknown";
  replaces: string[];
  deleteBeforeReplace: boolean;
}
export interface ReadAnswer {
  /** Empty when there is no such object. */
  id: string;
  inputs?: Props;
  outputs: Props;
}
export type CheckFailure = provider.CheckFailure.AsObject;
interface CheckAnswer {
  inputs: Props;
  failures: CheckFailure[];
}

/** What is asked about. */
type Asked = Pick<Resource, "urn" | "type" | "id" | "inputs" | "outputs">;

/** A request about a resource. Values go over in plain, as recorded (rule 25). */
function about<M extends object>(resource: Asked, message: M, fields: Fields<M>): M {
  const { urn, type } = resource;
  const all: object = { urn, type, name: nameOf(urn), ...fields };
  return filled(message, plainProps(all as Props) as Fields<M>);
}

/** One process of the SDK's dynamic-provider host (rules 15, 35). */
export class Host {
  private constructor(
    readonly process: ChildProcess,
    readonly client: ResourceProviderClient,
  ) {}

  static async start(
    folder: string,
    engine: string,
    project: string,
    onText: (text: string) => void,
  ): Promise<Host> {
    const find = createRequire(join(folder, "index.js"));
    const child = spawn(process.execPath, [find.resolve("@pulumi/pulumi/cmd/dynamic-provider"), engine], {
      cwd: folder,
      env: { ...process.env, PULUMI_NODEJS_PROJECT: project },
      stdio: ["ignore", "pipe", "pipe"],
      // A host outlives a killed engine and a Ctrl-C at the terminal, and finishes what it does (rules 40, 43).
      detached: true,
    });
    child.stderr.setEncoding("utf8").on("data", onText);
    const failed = once(child, "exit").then(([code]) => {
      throw new Error(`the provider host ended with status ${code as number}`);
    });
    const [port] = (await Promise.race([once(createInterface(child.stdout), "line"), failed])) as [string];
    return new Host(
      child,
      new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), LIMITS),
    );
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.client.close();
    if (this.process.exitCode === null && this.process.kill()) await ended;
  }

  async configure(resource: Asked, args: Props): Promise<void> {
    const fields = { id: resource.id, args, acceptsecrets: true, acceptresources: true };
    const request = about(resource, new provider.ConfigureRequest(), fields);
    await this.#call((done) => this.client.configure(request, done));
  }

  async check(resource: Asked, olds: Props, news: Props): Promise<CheckAnswer> {
    const request = about(resource, new provider.CheckRequest(), { olds, news });
    const answer = await this.#call<provider.CheckResponse>((done) => this.client.check(request, done));
    return { inputs: props(answer.getInputs()), failures: answer.toObject().failuresList };
  }

  async diff(now: Asked, { id, outputs: olds = {}, inputs: oldInputs = {} }: Asked): Promise<DiffAnswer> {
    const fields = { id, olds, oldInputs, news: now.inputs ?? {} };
    const request = about(now, new provider.DiffRequest(), fields);
    const answer = await this.#call<provider.DiffResponse>((done) => this.client.diff(request, done));
    const kinds = ["unknown", "none", "some"] as const;
    return {
      changes: kinds[answer.getChanges()],
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(now: Asked): Promise<{ id: string; outputs: Props }> {
    const request = about(now, new provider.CreateRequest(), { properties: now.inputs ?? {} });
    const answer = await this.#call<provider.CreateResponse>((done) => this.client.create(request, done));
    const id = answer.getId();
    if (!id) throw new Error("provider did not return an ID from Create");
    return { id, outputs: props(answer.getProperties()) };
  }

  async update(now: Asked, old: Asked): Promise<{ id: string; outputs: Props }> {
    const { id = "", outputs: olds = {}, inputs: oldInputs = {} } = old;
    const fields = { id, olds, oldInputs, news: now.inputs ?? {} };
    const request = about(now, new provider.UpdateRequest(), fields);
    const answer = await this.#call<provider.UpdateResponse>((done) => this.client.update(request, done));
    return { id, outputs: props(answer.getProperties()) };
  }

  /** Without outputs the host's read fails: it finds no provider text (rules 44, 47). */
  async read(resource: Asked): Promise<ReadAnswer> {
    const { id, inputs, outputs: properties } = resource;
    const request = about(resource, new provider.ReadRequest(), { id, inputs, properties });
    const answer = await this.#call<provider.ReadResponse>((done) => this.client.read(request, done));
    const found = answer.getInputs();
    return { id: answer.getId(), outputs: props(answer.getProperties()), inputs: found && props(found) };
  }

  async delete(old: Asked): Promise<void> {
    const { id, outputs: properties = {}, inputs: oldInputs = {} } = old;
    const request = about(old, new provider.DeleteRequest(), { id, properties, oldInputs });
    await this.#call((done) => this.client.delete(request, done));
  }

  #call<T>(send: (done: (error: ServiceError | null, answer: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      send((error, answer) => (error ? reject(errorOf(error)) : resolve(answer)));
    });
  }
}

/** The thrown text, the partial failure that travels in the status details, or that the host is gone. */
function errorOf(error: ServiceError): Error {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (bytes instanceof Uint8Array) {
    const [detail] = Status.deserializeBinary(bytes).getDetailsList();
    if (detail) {
      const failed = provider.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
      return new Unfinished(failed.getId(), props(failed.getProperties()), failed.getReasonsList());
    }
  }
  const isLost = error.code === status.UNAVAILABLE;
  return new Error(isLost ? "error reading from server: EOF" : error.details || error.message);
}
