import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { lifecycles } from "../../provider/lifecycles";
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

/** Every resource, in the order of the package's own table. */
export function descriptions(): Description[] {
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => parse(join(folder, name)));
  return Object.values(lifecycles).map((lifecycle) => {
    const source = sources.find((one) => one.text.includes(`export interface ${lifecycle.type}Args `));
    if (source === undefined) throw new Error(`no file of ${folder} has ${lifecycle.type}Args`);
    return { lifecycle, ...commentsOf(source, lifecycle.type) };
  });
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
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
