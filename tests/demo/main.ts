import assert from "node:assert/strict";
import { join } from "node:path";
import { leftovers } from "../e2e/leftovers";
import { chooseEngine, Project, type Stack } from "../engine";
import { Sandbox } from "../sandbox";
import { askForToken, call } from "./call";

const examples = join(__dirname, "..", "..", "examples");
/** Resources that secure-hello declares, the stack itself among them, and those it makes in ORDS. */
const declared = 7;
const inOrds = 6;

interface Outputs {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const began = performance.now();
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/** Every step is one line: when it ended, what happened. */
function say(line: string): void {
  console.log(`${seconds(began).padStart(7)}  ${line}`);
}

async function connect(stack: Stack, sandbox: Sandbox): Promise<void> {
  const { user, password } = sandbox.user("MYAPI");
  await stack.setConfig("ords:connectString", sandbox.connectString);
  await stack.setConfig("ords:user", user);
  await stack.setConfig("ords:password", password, { secret: true });
  await stack.setConfig("ords:baseUrl", sandbox.baseUrl);
}

async function deploy(stack: Stack): Promise<Outputs> {
  const planned = await stack.preview();
  assert.deepEqual(planned.changes, { create: declared }, "the preview plans every resource");
  say(`The preview plans ${inOrds} resources in ORDS; nothing is made yet.`);
  const from = performance.now();
  const { changes } = await stack.up();
  assert.deepEqual(changes, { create: declared }, "up makes every resource");
  say(`Up made them: schema, module, handler, role, privilege and client, in ${seconds(from)}.`);
  return (await stack.outputs({ showSecrets: true })) as unknown as Outputs;
}

async function tryTheDoor(outputs: Outputs): Promise<void> {
  const refused = await call(outputs.url);
  assert.equal(refused.status, 401, refused.body);
  say(`POST ${outputs.url} without a token: ${refused.status}.`);
  const token = await askForToken(outputs);
  const { status, body } = await call(outputs.url, token);
  assert.equal(status, 200, body);
  assert.deepEqual(JSON.parse(body), { message: "Secure Hello World" });
  say(`The same with a token of the client: ${status} ${body.trim()}`);
}

async function showThatNothingChanges(stack: Stack): Promise<void> {
  const { changes } = await stack.preview({ expectNoChanges: true });
  assert.deepEqual(changes, { same: declared });
  say("A second preview finds nothing to change.");
}

async function consume(producer: Project): Promise<Stack> {
  const stack = await producer.beside({ from: join(examples, "consumer") }).init();
  await stack.up();
  const { greeting } = await stack.outputs();
  assert.equal(greeting, "Secure Hello World");
  say(`A second stack took URL, id and secret from the first and was told: ${greeting}`);
  return stack;
}

async function showTheSecret(stack: Stack, { clientSecret }: Outputs): Promise<void> {
  const state = JSON.stringify(await stack.export());
  assert.ok(
    clientSecret.length > 0 && !state.includes(clientSecret),
    "the secret stands in the state in plain",
  );
  assert.ok(JSON.stringify(await stack.export({ showSecrets: true })).includes(clientSecret));
  assert.equal((await stack.outputs())["clientSecret"], "[secret]");
  const length = Buffer.byteLength(state);
  say(`The exported state (${length} bytes) holds the client's secret only encrypted.`);
}

async function cleanUp(consumer: Stack, stack: Stack, sandbox: Sandbox): Promise<void> {
  await consumer.destroy();
  const { changes } = await stack.destroy();
  assert.deepEqual(changes, { delete: declared });
  assert.deepEqual(await leftovers((sql) => sandbox.query(sql), "dba_ords_"), []);
  assert.deepEqual((await stack.export()).deployment.resources ?? [], []);
  say("Destroy removed everything: nothing is left in ORDS or in the state.");
}

async function demo(): Promise<void> {
  const engine = chooseEngine({ mayDownload: true, say });
  const sandbox = await Sandbox.start();
  say(`The sandbox stands in for an Oracle database with ORDS ${sandbox.version} at ${sandbox.baseUrl}.`);
  const project = new Project({ engine, from: join(examples, "secure-hello") });
  try {
    const stack = await project.init();
    await connect(stack, sandbox);
    const outputs = await deploy(stack);
    await tryTheDoor(outputs);
    await showThatNothingChanges(stack);
    const consumer = await consume(project);
    await showTheSecret(stack, outputs);
    await cleanUp(consumer, stack, sandbox);
    say("The demo is over.");
  } finally {
    project.close();
    await sandbox.stop();
  }
}

demo().catch((error: unknown) => {
  say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
