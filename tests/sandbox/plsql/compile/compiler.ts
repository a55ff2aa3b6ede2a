import type { Expression } from "../../lang/ast";
import { place } from "../../lang";
import { OraError } from "../../errors";
import { CompileProblem } from "../failure";
import type { Eval, Source } from "../frame";
import type { Session } from "../session";
import type { Scope } from "../scope";
import type { Type } from "../types";

/** A value that is still to be computed. */
export interface Code {
  readonly type: Type;
  readonly run: Eval;
}

interface Reported {
  readonly pos: number;
  readonly message: string;
  readonly statement: number;
  readonly ignored: "Statement" | "SQL Statement" | "Item" | "Declaration";
}

/** What is known while one text is compiled. */
export class Compiler {
  readonly #problems: Reported[] = [];
  readonly read = new Set<string>();
  readonly written = new Set<string>();

  constructor(
    readonly session: Session,
    readonly source: Source,
  ) {}

  /** Compiles a part; what is wrong with it is noted, so that the rest is looked at too. */
  attempt<Result>(statement: number, ignored: Reported["ignored"], part: () => Result): Result | undefined {
    try {
      return part();
    } catch (error) {
      if (!(error instanceof CompileProblem)) throw error;
      this.#problems.push({ pos: error.pos, message: error.message, statement, ignored });
      return undefined;
    }
  }

  /** @throws OraError with all that is wrong */
  finish(): void {
    if (this.#problems.length === 0) return;
    const { text } = this.source;
    const lines = this.#problems.flatMap(({ pos, message, statement, ignored }) => [
      `${place(text, pos)}\n${message}`,
      `${place(text, statement)}\nPL/SQL: ${ignored} ignored`,
    ]);
    throw new OraError(6550, lines.join("\n"), { offset: this.#problems[0]!.pos });
  }
}

/** Where an expression is compiled. */
export interface At {
  readonly compiler: Compiler;
  readonly scope: Scope;
}

export type Compile = (at: At, expression: Expression) => Code;
