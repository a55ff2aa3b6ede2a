import type { Path } from "../lang/ast";
import type { ObjectName, SqlCatalogue, View } from "./catalogue";
import type { Sequence } from "./sequence";
import type { Right, SqlSession } from "./session";

export type Found =
  { readonly kind: "table"; readonly owner: string; readonly name: string } | (View & ObjectName);

/** Resolves names of tables and views as one user sees them. */
export class Names {
  constructor(
    readonly catalogue: SqlCatalogue,
    readonly session: SqlSession,
    /** The owner of a view sees what it may see, whoever asks. */
    readonly owner?: string,
  ) {}

  get schema(): string {
    return this.owner ?? this.session.currentSchema;
  }

  /** Undefined where there is nothing of that name, or nothing that the user may see. */
  find(path: Path, right: Right = "SELECT"): Found | undefined {
    if (path.length > 2) return undefined;
    const name = path.at(-1)!.name;
    if (path.length === 2) {
      const owner = path[0]!.name;
      return this.#object({ owner, name }, right) ?? this.#synonym(owner, name, right);
    }
    return (
      this.#object({ owner: this.schema, name }, right) ??
      this.#synonym(this.schema, name, right) ??
      this.#synonym("PUBLIC", name, right)
    );
  }

  #synonym(owner: string, name: string, right: Right): Found | undefined {
    const of = this.catalogue.synonym(owner, name);
    return of === undefined ? undefined : this.#object(of, right);
  }

  sequence(path: Path): Sequence | undefined {
    const name = path.at(-1)!.name;
    if (path.length === 2) return this.catalogue.sequence(path[0]!.name, name);
    const own = this.catalogue.sequence(this.schema, name);
    if (own !== undefined || path.length > 2) return own;
    const synonym = this.catalogue.synonym(this.schema, name) ?? this.catalogue.synonym("PUBLIC", name);
    return synonym === undefined ? undefined : this.catalogue.sequence(synonym.owner, synonym.name);
  }

  #object({ owner, name }: ObjectName, right: Right): Found | undefined {
    const { session } = this;
    const own = this.owner !== undefined;
    if (this.catalogue.store.table(owner, name) !== undefined) {
      return own || session.may(right, owner, name) ? { kind: "table", owner, name } : undefined;
    }
    const view = this.catalogue.view(owner, name);
    if (view === undefined) return undefined;
    if (this.owner === undefined && view.spec.visibleTo?.(session) === false) return undefined;
    const registered = this.catalogue.synonym("PUBLIC", name)?.owner === owner;
    return own || registered || session.may(right, owner, name) ? { ...view, owner, name } : undefined;
  }
}
