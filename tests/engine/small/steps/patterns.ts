/** URNs as options name them, with `*` for a part of one and `**` for any of it (rule 55). */
export class Patterns {
  readonly #patterns: RegExp[];
  readonly #more = new Set<string>();

  constructor(readonly texts: readonly string[]) {
    this.#patterns = texts.map((text) => {
      const escaped = text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
      return new RegExp(`^${escaped.replace(/\*\*|\*/g, (star) => (star === "**" ? ".*" : "[^:]*"))}$`);
    });
  }

  /** Whether any were given. */
  get isGiven(): boolean {
    return this.texts.length > 0;
  }

  has(urn: string): boolean {
    return this.#more.has(urn) || this.#patterns.some((pattern) => pattern.test(urn));
  }

  copy(): Patterns {
    return new Patterns(this.texts);
  }

  /** From now on this one is meant, too. */
  add(urn: string): void {
    this.#more.add(urn);
  }
}
