import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");
const modules = join(root, "node_modules");

/** What the package needs from others, and what programs need to be compiled; linked, so that nothing is downloaded. */
const others = ["@pulumi", "@types", "@grpc", "oracledb", "undici", "undici-types", "google-protobuf"];

export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** A project of a user's, with the packed package in it. */
export class UserProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "package-")));
  /** Paths inside the package, as they were packed. */
  readonly files: readonly string[];

  constructor() {
    // Scripts would build again what the tests run on, and at the same time.
    const args = ["pack", root, "--ignore-scripts", "--json", "--pack-destination", this.folder];
    const [packed] = JSON.parse(execFileSync("npm", args, { encoding: "utf8", cwd: this.folder })) as [
      { filename: string; files: { path: string }[] },
    ];
    this.files = packed.files.map(({ path }) => path);
    execFileSync("tar", ["-xzf", packed.filename], { cwd: this.folder });
    mkdirSync(join(this.folder, "node_modules"));
    renameSync(join(this.folder, "package"), join(this.folder, "node_modules", "pulumi-ords"));
    for (const name of others)
      symlinkSync(join(modules, name), join(this.folder, "node_modules", name), "junction");
    this.write("package.json", JSON.stringify({ name: "user", private: true }));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  run(node: string, args: readonly string[]): Ended {
    const { status, stdout, stderr } = spawnSync(node, args, { cwd: this.folder, encoding: "utf8" });
    return { status, output: stdout + stderr };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
