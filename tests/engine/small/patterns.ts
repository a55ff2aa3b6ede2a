/** URNs as options name them, with `*` for a part of one and `**` for any of it (rule 55). */
export class Patterns {
  readonly #patterns: RegExp[];

  constructor(readonly texts: readonly string[]) {
    this.#patterns = texts.map((text) => {
      const escaped = text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
      return new RegExp(`^${escaped.replace(/\*\*|\*/g, (star) => (star === "**" ? ".*" : "[^:]*"))}$`);
    });
  }

  get size(): number {
    return this.texts.length;
  }

  has(urn: string): boolean {
    return this.#patterns.some((pattern) => pattern.test(urn));
  }

  among(resources: readonly { urn: string }[]): string[] {
    return resources.map(({ urn }) => urn).filter((urn) => this.has(urn));
  }
}
