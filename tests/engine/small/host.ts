import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Props } from "./values";

/** A create or update that made something, but did not finish (rule 30). */
export class Unfinished extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Props,
    readonly reasons: string[],
  ) {
    super(
      `${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:\n${reasons.map((reason) => `\t* ${reason}\n`).join("")}\n`,
    );
  }
}

export function struct(props: Props): Struct {
  const values: object = props;
  return Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);
}

export const props = (message: Struct | undefined): Props => message?.toJavaScript() ?? {};

export interface Subject {
  urn: string;
  name: string;
  type: string;
}
export interface DiffAnswer {
  changes: "none" | "some" | "unknown";
  replaces: string[];
  deleteBeforeReplace: boolean;
}
export interface CheckFailure {
  property: string;
  reason: string;
}

const LIMITS = { "grpc.max_receive_message_length": 400 << 20, "grpc.max_send_message_length": 400 << 20 };

/** One process of the SDK's dynamic-provider host. Values go over in plain, as recorded (rule 25). */
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
    const port = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        const found = /^(\d+)\n/.exec(text);
        if (found?.[1]) resolve(found[1]);
      });
      child
        .once("error", reject)
        .once("exit", (code) => reject(new Error(`the provider host ended with status ${code}`)));
    });
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

  async configure(subject: Subject, id: string, config: Props): Promise<void> {
    const request = new provider.ConfigureRequest();
    request.setArgs(struct(config));
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setId(id);
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    await this.#call((done) => this.client.configure(request, done));
  }

  async check(
    subject: Subject,
    olds: Props,
    news: Props,
  ): Promise<{ inputs: Props; failures: CheckFailure[] }> {
    const request = describe(new provider.CheckRequest(), subject);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.#call<provider.CheckResponse>((done) => this.client.check(request, done));
    const failures = answer
      .getFailuresList()
      .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
    return { inputs: props(answer.getInputs()), failures };
  }

  async diff(subject: Subject, id: string, olds: Props, oldInputs: Props, news: Props): Promise<DiffAnswer> {
    const request = describe(new provider.DiffRequest(), subject);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(news));
    const answer = await this.#call<provider.DiffResponse>((done) => this.client.diff(request, done));
    const kinds = ["unknown", "none", "some"] as const;
    return {
      changes: kinds[answer.getChanges()],
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(subject: Subject, inputs: Props): Promise<{ id: string; outputs: Props }> {
    const request = describe(new provider.CreateRequest(), subject);
    request.setProperties(struct(inputs));
    const answer = await this.#call<provider.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), outputs: props(answer.getProperties()) };
  }

  async update(subject: Subject, id: string, olds: Props, oldInputs: Props, news: Props): Promise<Props> {
    const request = describe(new provider.UpdateRequest(), subject);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(news));
    return props(
      (
        await this.#call<provider.UpdateResponse>((done) => this.client.update(request, done))
      ).getProperties(),
    );
  }

  /** Without outputs the host's read fails: it finds no provider text (rules 44, 47). */
  async read(
    subject: Subject,
    id: string,
    inputs?: Props,
    outputs?: Props,
  ): Promise<{ id: string; inputs?: Props; outputs: Props }> {
    const request = describe(new provider.ReadRequest(), subject);
    request.setId(id);
    if (inputs) request.setInputs(struct(inputs));
    if (outputs) request.setProperties(struct(outputs));
    const answer = await this.#call<provider.ReadResponse>((done) => this.client.read(request, done));
    const read = answer.getInputs();
    return {
      id: answer.getId(),
      outputs: props(answer.getProperties()),
      ...(read && { inputs: props(read) }),
    };
  }

  async delete(subject: Subject, id: string, outputs: Props, inputs: Props): Promise<void> {
    const request = describe(new provider.DeleteRequest(), subject);
    request.setId(id);
    request.setProperties(struct(outputs));
    request.setOldInputs(struct(inputs));
    await this.#call((done) => this.client.delete(request, done));
  }

  #call<T>(send: (done: (error: ServiceError | null, answer: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      send((error, answer) => (error ? reject(errorOf(error)) : resolve(answer)));
    });
  }
}

interface Described {
  setUrn(urn: string): void;
  setName(name: string): void;
  setType(type: string): void;
}

function describe<T extends Described>(request: T, { urn, name, type }: Subject): T {
  request.setUrn(urn);
  request.setName(name);
  request.setType(type);
  return request;
}

/** The thrown text, or the partial failure that travels in the status details. */
function errorOf(error: ServiceError): Error {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (bytes instanceof Uint8Array) {
    const [detail] = Status.deserializeBinary(bytes).getDetailsList();
    if (detail) {
      const failed = provider.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
      return new Unfinished(failed.getId(), props(failed.getProperties()), failed.getReasonsList());
    }
  }
  return new Error(error.details || error.message);
}
