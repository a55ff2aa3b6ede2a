import { main } from "./cli";

void main(process.argv.slice(2)).then(
  (status) => process.stdout.write("", () => process.exit(status)),
  (error: unknown) => {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    process.exit(1);
  },
);
