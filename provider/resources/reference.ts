import * as pulumi from "@pulumi/pulumi";

/** Another object of ORDS, by its name or as the resource itself, which also makes this resource depend on it. */
export type NameOf<R extends { readonly name: pulumi.Output<string> }> = pulumi.Input<string> | R;

/** Several of them. */
export type NamesOf<R extends { readonly name: pulumi.Output<string> }> =
  readonly NameOf<R>[] | pulumi.Output<readonly string[]>;

/** A database schema, by its name or as the OrdsSchema that enables it. */
export type SchemaReference = pulumi.Input<string> | { readonly schema: pulumi.Output<string> };

export function nameOf(value: NameOf<{ readonly name: pulumi.Output<string> }>): pulumi.Input<string> {
  return isResource(value) && "name" in value ? value.name : (value as pulumi.Input<string>);
}

export function namesOf(
  values: NamesOf<{ readonly name: pulumi.Output<string> }> | undefined,
): pulumi.Input<pulumi.Input<string>[]> | undefined {
  if (values === undefined || pulumi.Output.isInstance(values)) {
    return values as pulumi.Output<string[]> | undefined;
  }
  return values.map(nameOf);
}

export function schemaOf(value: SchemaReference | undefined): pulumi.Input<string> | undefined {
  return isResource(value) && "schema" in value ? value.schema : (value as pulumi.Input<string> | undefined);
}

/** The alias that the program gives a schema: what is made of it is renewed when it changes. */
export function aliasOf(value: SchemaReference | undefined): pulumi.Input<string> | undefined {
  const given = value as { readonly aliasGiven?: pulumi.Output<string> } | undefined;
  return isResource(value) ? given?.aliasGiven : undefined;
}

/** The base path of a module that is given as the resource, for the same. */
export function basePathOf(value: unknown): pulumi.Input<string> | undefined {
  return isResource(value) && "basePath" in value ? (value.basePath as pulumi.Output<string>) : undefined;
}

function isResource(value: unknown): value is pulumi.Resource {
  return pulumi.Resource.isInstance(value);
}
