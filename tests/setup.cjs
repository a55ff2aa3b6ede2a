// Runs TypeScript as it stands. Types are checked once by `npm run check`; here the text is only transpiled, and what was
// transpiled once is kept beside the packages, because starting the compiler takes longer than most tests.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

const root = join(module.path, "..");
const folder = join(root, "node_modules", ".cache", "pulumi-ords");
mkdirSync(folder, { recursive: true });

/** With another compiler, or other settings, texts are transpiled again. */
const settings = [module.filename, join(root, "tsconfig.json"), require.resolve("typescript/package.json")]
  .map((file) => readFileSync(file, "utf8"))
  .join("\0");

let compiler;

function transpile(text, fileName) {
  compiler ??= require("ts-node").create({ cwd: root, transpileOnly: true });
  return compiler.compile(text, fileName);
}

function transpiled(fileName) {
  const text = readFileSync(fileName, "utf8");
  const name = createHash("sha256").update([settings, fileName, text].join("\0")).digest("hex");
  const path = join(folder, `${name}.js`);
  try {
    return readFileSync(path, "utf8");
  } catch {
    const made = transpile(text, fileName);
    // Others may be reading: a file appears whole or not at all.
    writeFileSync(`${path}.${process.pid}`, made);
    renameSync(`${path}.${process.pid}`, path);
    return made;
  }
}

// For the programs that tests start.
process.env.TS_NODE_TRANSPILE_ONLY = "true";

process.setSourceMapsEnabled(true);
Module._extensions[".ts"] = (loaded, fileName) => {
  loaded._compile(transpiled(fileName), fileName);
};
