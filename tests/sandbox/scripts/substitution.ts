/** What a script calls and nothing defines, in one sentence. */
export class UndefinedVariable extends Error {
  constructor(readonly variable: string) {
    super(`SP2-0546: nothing is given for &${variable}: DEFINE it, or SET DEFINE OFF.`);
    this.name = "UndefinedVariable";
  }
}

/** The variables of DEFINE, by name in upper case, and how they are written. */
export class Substitution {
  readonly #values = new Map<string, string>();
  /** Undefined: SET DEFINE OFF. */
  prefix: string | undefined = "&";
  concat: string | undefined = ".";
  escape: string | undefined;

  define(name: string, value: string): void {
    this.#values.set(name.toUpperCase(), value);
  }

  undefine(name: string): void {
    this.#values.delete(name.toUpperCase());
  }

  value(name: string): string | undefined {
    return this.#values.get(name.toUpperCase());
  }

  all(): (readonly [string, string])[] {
    return [...this.#values].sort();
  }

  /** Puts values in; those that one has in itself, too. @throws UndefinedVariable */
  apply(text: string): string {
    const { prefix, concat, escape } = this;
    if (prefix === undefined || !text.includes(prefix)) return text;
    let result = "";
    for (let at = 0; at < text.length;) {
      if (
        escape !== undefined &&
        text.startsWith(escape, at) &&
        text.startsWith(prefix, at + escape.length)
      ) {
        result += prefix;
        at += escape.length + prefix.length;
        continue;
      }
      const match = text.startsWith(prefix, at) ? this.#reference(text, at) : undefined;
      if (match === undefined) {
        result += text.charAt(at);
        at++;
        continue;
      }
      const value = this.value(match.name);
      if (value === undefined) throw new UndefinedVariable(match.name);
      result += value;
      at = match.end;
      if (concat !== undefined && text.startsWith(concat, at)) at += concat.length;
    }
    return result;
  }

  #reference(text: string, at: number): { readonly name: string; readonly end: number } | undefined {
    const prefix = this.prefix!;
    const start = at + (text.startsWith(prefix + prefix, at) ? 2 : 1) * prefix.length;
    const name = /^[A-Za-z0-9_$#]+/.exec(text.slice(start, start + 128))?.[0];
    return name === undefined ? undefined : { name, end: start + name.length };
  }
}
