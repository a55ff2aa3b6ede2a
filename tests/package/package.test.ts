import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as whole from "../../provider";
import * as frozen from "../../provider/provider";
import { nodesHere } from "./nodes";
import { program } from "./program";
import { root, UserProject } from "./project";

const classes = Object.keys(whole).sort();
const types = Object.keys(frozen).sort();

/** Compilers by name. */
const compilers = {
  "TypeScript 6": join(root, "node_modules", "typescript", "bin", "tsc"),
  "TypeScript 5": join(root, "node_modules", "typescript5", "node_modules", "typescript", "bin", "tsc"),
} as const;

interface Setting {
  readonly name: string;
  readonly compiler: keyof typeof compilers;
  readonly files: readonly string[];
  readonly options: readonly string[];
}

const node: Omit<Setting, "compiler"> = {
  name: "CommonJS and ES modules",
  files: ["program.cts", "program.mts"],
  options: ["--module", "nodenext"],
};

const settings: readonly Setting[] = [
  { ...node, compiler: "TypeScript 6" },
  { ...node, compiler: "TypeScript 5", options: [...node.options, "--skipLibCheck"] },
  {
    name: "bundlers",
    compiler: "TypeScript 6",
    files: ["program.ts"],
    options: ["--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"],
  },
  {
    name: "the module resolution of old projects",
    compiler: "TypeScript 5",
    files: ["program.ts"],
    options: ["--module", "commonjs", "--moduleResolution", "node10", "--skipLibCheck"],
  },
];

describe("the package as it is published", function () {
  this.timeout(120_000);
  let user: UserProject;
  before(() => {
    user = new UserProject();
  });
  after(() => user.close());

  it("holds what its sources make, their types, and no more", () => {
    const own = user.files.filter((file) => !file.startsWith("dist/")).sort();
    assert.deepEqual(own, ["LICENSE", "README.md", "package.json"]);
    for (const file of user.files.filter((name) => name.startsWith("dist/"))) {
      const source = file.replace(/^dist/, "provider").replace(/(\.d\.ts|\.js)$/, ".ts");
      assert.ok(existsSync(join(root, source)), `${file} is old: npm run build does not make it any more`);
    }
    for (const entry of ["index", "provider"]) {
      for (const kind of ["js", "d.ts"]) assert.ok(user.files.includes(`dist/${entry}.${kind}`));
    }
  });

  it("needs nothing at run time that it does not declare", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
    for (const file of user.files.filter((name) => /^dist\/.*\.(js|d\.ts)$/.test(name))) {
      const text = readFileSync(join(user.folder, "node_modules", "pulumi-ords", file), "utf8");
      for (const [, name = ""] of text.matchAll(
        /(?:require|import)\("([^."][^"]*)"\)|from "([^."][^"]*)"/g,
      )) {
        const isKnown = declared.some((one) => name === one || name.startsWith(`${one}/`));
        assert.ok(
          name === "" || isKnown || name.startsWith("node:") || name === "pulumi-ords/provider",
          `${file} needs ${name}`,
        );
      }
    }
  });

  for (const { version, path } of nodesHere()) {
    describe(`under Node ${version}`, () => {
      const evaluate = (kind: "commonjs" | "module", text: string): unknown => {
        const file = kind === "module" ? "try.mjs" : "try.cjs";
        user.write(file, text);
        const { status, output } = user.run(path, [file]);
        assert.equal(status, 0, output);
        return JSON.parse(output);
      };

      it("is required", () => {
        const text = `console.log(JSON.stringify([Object.keys(require("pulumi-ords")).sort(), Object.keys(require("pulumi-ords/provider")).sort()]))`;
        assert.deepEqual(evaluate("commonjs", text), [classes, types]);
      });

      it("is imported, by names and as a whole", () => {
        const text = `import { ${classes.join(", ")} } from "pulumi-ords";
import * as whole from "pulumi-ords";
import { ${types.map((name) => `${name} as ${name}Type`).join(", ")} } from "pulumi-ords/provider";
const all = [${[...classes, ...types.map((name) => `${name}Type`)].join(", ")}];
const names = Object.keys(whole).filter((name) => name !== "default" && name !== "__esModule" && name !== "module.exports");
console.log(JSON.stringify([all.every((one) => one !== undefined), names.sort()]));`;
        assert.deepEqual(evaluate("module", text), [true, classes]);
      });

      it("loads neither driver nor HTTP client before a provider is used", () => {
        const text = `require("pulumi-ords"); require("pulumi-ords/provider");
console.log(JSON.stringify(Object.keys(require.cache).filter((file) => /node_modules.(oracledb|undici)./.test(file))))`;
        assert.deepEqual(evaluate("commonjs", text), []);
      });

      it("keeps its insides to itself", () => {
        const text = `try { require("pulumi-ords/dist/session/session") } catch ({ code }) { console.log(JSON.stringify(code)) }`;
        assert.equal(evaluate("commonjs", text), "ERR_PACKAGE_PATH_NOT_EXPORTED");
      });
    });
  }

  it("compiles the programs of the README", () => {
    const text = readFileSync(join(root, "README.md"), "utf8");
    const programs = [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, block = ""]) => block);
    assert.ok(programs.length >= 2);
    const files = programs.map((block, index) => {
      user.write(`readme${index}.ts`, block);
      return `readme${index}.ts`;
    });
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
    const { status, output } = user.run(process.execPath, [compilers["TypeScript 6"], ...options, ...files]);
    assert.equal(status, 0, output);
  });

  for (const { name, compiler, files, options } of settings) {
    it(`has types for ${name} under ${compiler}`, () => {
      for (const file of files) user.write(file, program);
      const common = ["--noEmit", "--strict", "--target", "es2022", "--types", "node"];
      const { status, output } = user.run(process.execPath, [
        compilers[compiler],
        ...common,
        ...options,
        ...files,
      ]);
      assert.equal(status, 0, output);
    });
  }
});
