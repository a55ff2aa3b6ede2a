// Compiling the SDK's text takes half of the time that a program or a provider host needs to start, and tests start
// hundreds of them. What V8 made of the large files is kept beside the packages; newer versions of Node do so by themselves.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, dirname, join } = require("node:path");
const util = require("node:util");
const { cachedDataVersionTag } = require("node:v8");
const { constants, Script } = require("node:vm");

// What takes longest to load serves what no program or provider host of a test does, or only some: serialised code,
// tracing, the Automation API, an interactive shell. It is loaded when it is used. By the file that requires it:
const LATE = {
  "typescript-shim.js": ["typescript"],
  "codePaths.js": ["@npmcli/arborist", "normalize-package-data", "fdir"],
  "tracing.js": ["resources", "sdk-trace-base", "exporter-zipkin", "instrumentation-grpc", "sdk-trace-node"]
    .concat("instrumentation")
    .map((name) => `@opentelemetry/${name}`),
  "index.js": ["./automation"],
  "repl.js": ["repl"],
};

const load = Module._load;
/** A module that is there, and is loaded when something of it is used. */
function late(request, parent) {
  Module._resolveFilename(request, parent);
  let loaded;
  const get = (_, name) => {
    if (name === "__esModule") return true;
    loaded ??= load.call(Module, request, parent);
    return name === "default" && !loaded.__esModule ? loaded : loaded[name];
  };
  return new Proxy({}, { get });
}

// Each of the SDK's own frames in a stack, of which every resource takes one, would have the whole map of its file read.
const UNMAPPED = { url: "", map: { version: 3, sources: [], names: [], mappings: "" } };
const retrieveSourceMap = (file) => (file.includes("node_modules") ? UNMAPPED : undefined);

Module._load = function (request, parent, isMain) {
  const filename = parent?.filename ?? "";
  const isLate = filename.includes("node_modules") && LATE[basename(filename)]?.includes(request);
  if (isLate) return late(request, parent);
  const loaded = load.call(this, request, parent, isMain);
  if (request === "source-map-support/register")
    load.call(Module, "source-map-support", parent).install({ retrieveSourceMap });
  return loaded;
};

const folder = join(__dirname, "..", "..", "node_modules", ".cache", "pulumi-ords", "code");
/** Characters; smaller files are compiled faster than their code is read. */
const SMALL = 10_000;

function requireOf(module) {
  const require = (name) => module.require(name);
  require.resolve = (name, options) => Module._resolveFilename(name, module, false, options);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(file, script) {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, script.createCachedData());
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Without it the next process takes a little longer.
  }
}

const compile = Module.prototype._compile;
function compileKept(content, filename, ...rest) {
  if (content.length < SMALL || !filename.includes("node_modules"))
    return compile.call(this, content, filename, ...rest);
  // What was made with other flags is refused, and the SDK sets one while it is loaded.
  const name = createHash("sha256")
    .update([cachedDataVersionTag(), filename, content.length, statSync(filename).mtimeMs].join("\0"))
    .digest("hex");
  const file = join(folder, name);
  const cachedData = read(file);
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new Script(Module.wrap(content.replace(/^#!.*/, "")), {
    filename,
    cachedData,
    importModuleDynamically,
  });
  const run = script.runInThisContext();
  const result = run.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
  if (!cachedData || script.cachedDataRejected) keep(file, script);
  return result;
}

if (Module.enableCompileCache) Module.enableCompileCache(folder);
else if (constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER) Module.prototype._compile = compileKept;

// Node 20 fills all memory, for half a minute, before it gives up colouring a stack with `node_modules/@pulumi/resource.ts`,
// where the SDK's source maps lead. The SDK then says the error without colours, as is done here at once.
const { inspect } = util;
util.inspect = Object.assign(
  (value, ...options) =>
    inspect(
      value,
      ...(value instanceof Error && options[0]?.colors ? [{ ...options[0], colors: false }] : options),
    ),
  inspect,
);
