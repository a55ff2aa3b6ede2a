import type { Arguments, Overload, Parameter, Value } from "../catalogue";
import { Decimal } from "../decimal";
import type { Frame } from "../frame";
import type { Session } from "../session";
import { toNumber, toText } from "../values";

/** What a subprogram of these packages is given: a session of the interpreter itself, and where the call stands. */
export type Behaviour = (session: Session, args: Arguments, frame: Frame) => Value | Promise<Value>;

/** `line in out varchar2, status out integer, n number := 1`: parameters as a package specification writes them. */
export function parameters(text: string): Parameter[] {
  if (text === "") return [];
  return text.split(/,\s*(?![^(]*\))/).map((parameter) => {
    const match = /^(\w+)\s+(?:(in out|in|out)\s+)?([\w.$ ]+?)(?:\s*(?::=|default)\s*(.+))?$/s.exec(
      parameter.trim(),
    );
    if (match === null) throw new Error(`"${parameter}" is no parameter`);
    const [, name = "", mode = "in", type = "", initial] = match;
    return {
      name: name.toLowerCase(),
      mode: mode as Parameter["mode"],
      type: type.toUpperCase(),
      ...(initial === undefined ? {} : { default: initial }),
    };
  });
}

export function procedure(
  params: string,
  run: (...args: Parameters<Behaviour>) => void | Promise<void>,
): Overload {
  return {
    params: parameters(params),
    run(session, args, frame) {
      const done = run(session as Session, args, frame!);
      return done instanceof Promise ? done.then(() => null) : null;
    },
  };
}

export function fn(returns: string, params: string, run: Behaviour): Overload {
  return {
    params: parameters(params),
    returns: returns.toUpperCase(),
    run: (session, args, frame) => run(session as Session, args, frame!),
  };
}

/** An argument as text, "" for null. */
export function textArgument(value: Value | undefined): string {
  return value === undefined ? "" : (toText(value) ?? "");
}

/** An argument as a number, undefined for null. */
export function numberArgument(value: Value | undefined): number | undefined {
  if (value instanceof Decimal) return value.toNumber();
  return value === undefined ? undefined : (toNumber(value) ?? undefined);
}
