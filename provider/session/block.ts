import type { Bind, BindValue, Operation, Out } from "./operation";

/** A block ready for the driver: text with named binds, the values in, and what comes out of which operation. */
export interface Block {
  /** A write ends with a commit, so it must not be sent twice where nobody knows how it ended. */
  readonly effect: Operation["effect"];
  readonly text: string;
  readonly binds: Readonly<Record<string, BindValue>>;
  readonly outs: readonly BlockOut[];
}

export interface BlockOut {
  readonly placeholder: string;
  /** Index of the operation in the block. */
  readonly operation: number;
  readonly name: string;
  readonly as: Out["as"];
}

/** The out that says "this operation failed and was undone"; the others of the block went on. */
export const failedOut = "failed";

/**
 * Puts operations into one anonymous block with one COMMIT. A single operation raises what ORDS raises. Several get a
 * savepoint each, so that a failing one is undone alone and only marked: it is run again by itself to hear its error.
 */
export function blockOf(operations: readonly Operation[]): Block {
  const binds: Record<string, BindValue> = {};
  const outs = new Map<string, BlockOut>();
  const bodies = operations.map((operation, index) => {
    const names = new Map<Bind, string>();
    const bindName = (bind: Bind): string => {
      const known = names.get(bind);
      if (known !== undefined) return known;
      const name = `v${index}_${names.size}`;
      names.set(bind, name);
      binds[name] = bind.bind;
      return name;
    };
    const outName = (out: Out): string => {
      const placeholder = `o${index}_${out.out}`;
      outs.set(placeholder, { placeholder, operation: index, name: out.out, as: out.as });
      return placeholder;
    };
    const body = operation.parts
      .map((part) =>
        typeof part === "string" ? part : `:${"bind" in part ? bindName(part) : outName(part)}`,
      )
      .join("");
    if (operations.length === 1) return body;
    const failed = outName({ out: failedOut, as: "number" });
    return operation.effect === "write"
      ? `savepoint ords_operation;\nbegin\n${body}\nexception when others then rollback to ords_operation; :${failed} := 1;\nend;`
      : `begin\n${body}\nexception when others then :${failed} := 1;\nend;`;
  });
  const effect = operations.some((operation) => operation.effect === "write") ? "write" : "read";
  const commit = effect === "write" ? "\ncommit;" : "";
  return { effect, text: `begin\n${bodies.join("\n")}${commit}\nend;`, binds, outs: [...outs.values()] };
}
