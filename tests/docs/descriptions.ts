import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as published from "../../provider/provider";
import type { AnyLifecycle } from "../../provider/lifecycle/description";

const folder = join(__dirname, "..", "..", "provider", "resources");

/** A resource as its file describes it: the lifecycle, and what the comments of its Args say. */
export interface Description {
  readonly lifecycle: AnyLifecycle;
  /** First paragraph of the class's comment. */
  readonly summary: string;
  /** Comments of the properties, by name. */
  readonly properties: ReadonlyMap<string, string>;
}

function isLifecycle(value: unknown): value is AnyLifecycle {
  return typeof value === "object" && value !== null && "attributes" in value && "observe" in value;
}

/** Every resource, in the order in which the package publishes them. */
export function descriptions(): Description[] {
  const found = new Map<string, Description>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const exported = require(join(folder, file)) as Record<string, unknown>;
    const text = readFileSync(join(folder, file), "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const lifecycle of Object.values(exported).filter(isLifecycle)) {
      found.set(lifecycle.type, { lifecycle, ...commentsOf(source, lifecycle.type) });
    }
  }
  return Object.keys(published).map((type) => {
    const description = found.get(type);
    if (description === undefined) throw new Error(`no file of ${folder} describes ${type}`);
    return description;
  });
}

function commentsOf(source: ts.SourceFile, type: string): Omit<Description, "lifecycle"> {
  const properties = new Map<string, string>();
  let summary = "";
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === `${type}Args`) {
      for (const member of statement.members) properties.set(member.name?.getText() ?? "", commentOf(member));
    }
    if (ts.isClassDeclaration(statement) && statement.name?.text === type) {
      [summary = ""] = commentOf(statement).split("\n\n");
    }
  }
  return { summary, properties };
}

function commentOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n")
    .trim();
}
