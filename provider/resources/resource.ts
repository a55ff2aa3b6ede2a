import * as pulumi from "@pulumi/pulumi";
import type { AnyLifecycle } from "../lifecycle/description";
import { warnOfUnknownKeys } from "./unknownKeys";

/** Options of an ORDS resource: Pulumi's, the provider being an `OrdsProvider` or none. */
export type OrdsResourceOptions = pulumi.CustomResourceOptions;

/**
 * What the state keeps as this type's provider code: one line, for ever. Old states load it from the package as it is then
 * installed, so neither the line nor the export names it uses may change.
 */
export function providerText(type: string): string {
  return `exports.handler=()=>require("pulumi-ords/provider").${type};`;
}

/**
 * The root of all ORDS resources. In their arguments, leaving a property out, `null`, `""` and an empty list are one and the same:
 * the default where there is one, else the attribute is cleared. Only what says "or what it has" stays as it is.
 */
export abstract class OrdsResource extends pulumi.dynamic.Resource {
  protected constructor(
    lifecycle: AnyLifecycle,
    name: string,
    inputs: pulumi.Inputs,
    outputs: readonly string[],
    options: OrdsResourceOptions = {},
  ) {
    warnOfUnknownKeys();
    const { type, secrets = [] } = lifecycle;
    // An output that is no input exists on the resource only if its name was in the inputs.
    const properties = { ...Object.fromEntries(outputs.map((output) => [output, undefined])), ...inputs };
    const pin: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props: { ...props, __provider: providerText(type) },
      opts,
    });
    const own: OrdsResourceOptions = { transformations: [pin], additionalSecretOutputs: [...secrets] };
    super(thinProvider(type), name, properties, pulumi.mergeOptions(options, own), "ords", type);
  }
}

const thinProviders = new Map<string, pulumi.dynamic.ResourceProvider>();

/**
 * Should the line not get there, Pulumi serialises this object instead: still small, and still nothing but a way to the
 * installed package. One object a type, because Pulumi caches the text by object.
 */
function thinProvider(type: string): pulumi.dynamic.ResourceProvider {
  let thin = thinProviders.get(type);
  if (thin === undefined) {
    const load = (): Required<pulumi.dynamic.ResourceProvider> => {
      // The serialised text runs outside of any module: only require, by the package's own name, finds the code there.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const types = require("pulumi-ords/provider") as Record<
        string,
        Required<pulumi.dynamic.ResourceProvider>
      >;
      return types[type]!;
    };
    thin = {
      configure: (request) => load().configure(request),
      check: (olds, news) => load().check(olds, news),
      diff: (id, olds, news) => load().diff(id, olds, news),
      create: (inputs) => load().create(inputs),
      read: (id, props) => load().read(id, props),
      update: (id, olds, news) => load().update(id, olds, news),
      delete: (id, props) => load().delete(id, props),
    };
    thinProviders.set(type, thin);
  }
  return thin;
}
