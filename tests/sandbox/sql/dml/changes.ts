import type { Dml } from "../../lang/ast";
import type { SqlResult, Variables } from "../../plsql/sql";
import type { Execution } from "../execution";
import { Translation } from "../translate/translation";
import { insert, insertAll } from "./insert";
import { merge } from "./merge";
import { Names } from "../names";
import { Selection } from "../selection";
import { withStatementTriggers } from "./triggers";
import { remove, update } from "./update";
import type { At } from "../translate/translation";
import { fireInstead, insteadOf, throughView } from "./views";

/** A statement ready to run with the values that its parameters have then. */
export type Change = (execution: Execution, variables: Variables) => Promise<SqlResult>;

/** INSERT, UPDATE, DELETE and MERGE. */
export class Changes {
  constructor(readonly execution: Execution) {}

  check(statement: Dml, variables: Variables): void {
    const instead = insteadOf(this.execution, statement);
    if (instead === undefined) this.#translate(this.#below(statement), variables);
    else new Selection(this.execution).translate(instead.query, variables);
  }

  run(statement: Dml, variables: Variables): Promise<SqlResult> {
    const instead = insteadOf(this.execution, statement);
    if (instead !== undefined) return fireInstead(this.execution, instead, variables);
    const below = this.#below(statement);
    const change = this.#translate(below, variables);
    return withStatementTriggers(this.execution, below, () => change(this.execution, variables));
  }

  #below(statement: Dml): Dml {
    const { catalogue, session } = this.execution;
    return throughView(new Names(catalogue, session), statement);
  }

  #translate(statement: Dml, variables: Variables): Change {
    const { catalogue, session } = this.execution;
    return catalogue.translations.get(catalogue, session, statement, "change", variables, (seen) =>
      translate(new Translation(catalogue, session).start(seen), statement),
    );
  }
}

function translate(at: At, statement: Dml): Change {
  switch (statement.kind) {
    case "insert":
      return insert(at, statement);
    case "insertAll":
      return insertAll(at, statement);
    case "update":
      return update(at, statement);
    case "delete":
      return remove(at, statement);
    case "merge":
      return merge(at, statement);
  }
}
