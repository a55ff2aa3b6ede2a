import { OraError } from "../../errors";
import { CompileProblem } from "../failure";
import { placeIn } from "../stored";
import type { UnitError } from "../stored";
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

  /** All that is wrong, as USER_ERRORS has it. */
  errors(): UnitError[] {
    const rows = this.#problems.flatMap(({ pos, message, statement, ignored }) => [
      { pos, text: message },
      { pos: statement, text: `PL/SQL: ${ignored} ignored` },
    ]);
    return rows.map(({ pos, text }, index) => {
      const { line, column } = placeIn(this.source, pos);
      return { sequence: index + 1, line, position: column, text };
    });
  }

  /** @throws OraError with all that is wrong */
  finish(): void {
    if (this.#problems.length === 0) return;
    const lines = this.errors().map(
      ({ line, position, text }) => `ORA-06550: line ${line}, column ${position}:\n${text}`,
    );
    throw new OraError(6550, lines.join("\n"), { offset: this.#problems[0]!.pos });
  }
}

/** Where an expression is compiled. */
export interface At {
  readonly compiler: Compiler;
  readonly scope: Scope;
  /** In an exception handler, where RAISE needs no name. */
  readonly handling?: boolean;
  /** In a function of SQL that stands in PL/SQL: no rows are about, so that calls of routines are PL/SQL's. */
  readonly standalone?: boolean;
}
