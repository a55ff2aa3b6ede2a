import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { promisify } from "node:util";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { Goal } from "../steps/goal";
import { filled, LIMITS, props } from "../host/messages";
import type { Planner } from "../plan/planner";
import { goalOf, references, registered, resources, sharedOf } from "./requests";
import type { Run } from "../steps/run";
import type { Props } from "../state/values";

/** What the SDK may ask for and this engine has; it works without the others. */
const FEATURES = new Set(["secrets", "resourceReferences", "aliasSpecs", "deletedWith"]);

/** What the program is answered with, and who hears of what it says. */
export interface MonitorOptions {
  planner: Planner;
  onStackOutputs: (outputs: Props) => void;
  /** The program asks for nothing more; it may end when this has. */
  onDone: () => Promise<void>;
}

/** Serves the resource monitor and engine services that a program talks to (rules 47, 70). */
export async function serve(options: MonitorOptions): Promise<{ address: string; stop: () => void }> {
  const server = new Server(LIMITS);
  server.addService(ResourceMonitorService, complete(ResourceMonitorService, monitorMethods(options)));
  server.addService(EngineService, complete(EngineService, engineMethods(options.planner.run)));
  const bind = promisify(server.bindAsync.bind(server));
  const port = await bind("127.0.0.1:0", ServerCredentials.createInsecure());
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

type Methods = Record<string, (request: never) => unknown>;

/** Every method of a service: those given, and a refusal that names the feature for the rest. */
function complete(service: object, methods: Methods): Record<string, handleUnaryCall<unknown, unknown>> {
  const handlers = Object.keys(service).map((name) => {
    const method = methods[name];
    const handle: handleUnaryCall<unknown, unknown> = (call, done) => {
      const work = async (): Promise<unknown> => {
        if (!method) throw new Error(`${name} is not supported by this engine, which is a tool for tests`);
        return method(call.request as never);
      };
      work().then(
        (answer) => done(null, answer),
        (error: unknown) => done({ code: status.UNKNOWN, details: (error as Error).message }),
      );
    };
    return [name, handle] as const;
  });
  return Object.fromEntries(handlers);
}

/** What a registration may ask for, which the SDK does not check and this engine does not have. */
const LACKING: readonly [what: string, isAsked: (request: resource.RegisterResourceRequest) => boolean][] = [
  ["remote components are", (request) => request.getRemote()],
  ["resources of other providers are", (request) => request.getCustom() && !isOwn(request.getType())],
  ["the option replacementTrigger is", (request) => request.getReplacementTrigger() !== undefined],
  ["the option envVarMappings is", (request) => request.getEnvvarmappingsMap().getLength() > 0],
  ["the option pluginDownloadURL is", (request) => request.getPlugindownloadurl() !== ""],
];

function isOwn(type: string): boolean {
  return /^(pulumi:providers:pulumi-nodejs$|pulumi-nodejs:|pulumi:(?!providers:))/.test(type);
}

/** Refuses that in one sentence naming it. */
function refuseUnsupported(request: resource.RegisterResourceRequest): void {
  const lacking = LACKING.find(([, isAsked]) => isAsked(request));
  if (lacking)
    throw new Error(`${lacking[0]} not supported by this engine: ${request.getType()} ${request.getName()}`);
}

function monitorMethods({ planner, onStackOutputs, onDone }: MonitorOptions): Methods {
  const { keeper, report } = planner.run;
  /** dependsOn a component waits for the resources in it, and puts those into the dependencies (rule 4). */
  const expand = (goal: Goal): Goal => {
    const inside = (urn: string): string[] => {
      const known = keeper.find(urn);
      if (!known || known.custom) return [urn];
      return keeper.all.filter(({ parent }) => parent === urn).flatMap((child) => inside(child.urn));
    };
    return { ...goal, dependencies: [...new Set(goal.dependencies?.flatMap(inside))] };
  };
  return {
    supportsFeature: (request: resource.SupportsFeatureRequest) => {
      return filled(new resource.SupportsFeatureResponse(), { hassupport: FEATURES.has(request.getId()) });
    },
    registerResource: async (request: resource.RegisterResourceRequest) => {
      refuseUnsupported(request);
      return registered(await planner.register(expand(goalOf(request))));
    },
    registerResourceOutputs: (request: resource.RegisterResourceOutputsRequest) => {
      const outputs = props(request.getOutputs());
      const component = keeper.find(request.getUrn());
      if (request.getUrn().includes("::pulumi:pulumi:Stack::")) onStackOutputs(resources(outputs));
      else if (component) {
        report.settle(component.urn, outputs);
        keeper.setOutputs(component.urn, references(outputs));
      }
      return new Empty();
    },
    readResource: async (request: resource.ReadResourceRequest) => {
      const goal = { ...sharedOf(request), custom: true, inputs: props(request.getProperties()) };
      const found = await planner.read(goal, request.getId());
      return filled(new resource.ReadResourceResponse(), { urn: found.urn, properties: found.outputs });
    },
    invoke: async (request: resource.ResourceInvokeRequest) => {
      await planner.provider({ type: "" });
      const name = request.getTok();
      if (name.startsWith("pulumi-nodejs:"))
        throw new Error(`invocation of ${name} returned an error: unknown function ${name}`);
      throw new Error(`invoke of ${name} is not supported by this engine: it has no other providers`);
    },
    call: async (request: resource.ResourceCallRequest) => {
      await planner.provider({ type: "" });
      report.say(
        "error",
        `call to function '${request.getTok()}' failed: Call is not implemented by the dynamic provider`,
      );
      planner.run.stop();
      return new Promise(() => undefined);
    },
    signalAndWaitForShutdown: async () => {
      await onDone();
      return new Empty();
    },
  };
}

function engineMethods({ report }: Run): Methods {
  let root = "";
  return {
    log: (request: engine.LogRequest) => {
      const severities = ["debug", "info", "warning", "error"] as const;
      const severity = severities[request.getSeverity()];
      const how = { isFailure: false, ephemeral: request.getEphemeral() };
      if (severity !== "debug")
        report.say(severity, request.getMessage(), request.getUrn() || undefined, how);
      return new Empty();
    },
    getRootResource: () => filled(new engine.GetRootResourceResponse(), { urn: root }),
    setRootResource: (request: engine.SetRootResourceRequest) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    },
  };
}
