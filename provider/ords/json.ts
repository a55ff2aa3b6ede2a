import { Fragment, join, plsql } from "./plsql";

/** `json_object('name' value m.name, ...)`. A property without a value is there as null. */
export function jsonObject(properties: Readonly<Record<string, Fragment>>): Fragment {
  const pairs = Object.entries(properties).map(([name, value]) => plsql`${keyText(name)} value ${value}`);
  return plsql`json_object(${join(pairs, plsql`, `)} returning clob)`;
}

/** All values of `from`, as a list; null when there are none. `format json` keeps the list from being quoted as text. */
export function jsonList(value: Fragment, from: Fragment): Fragment {
  return plsql`(select json_arrayagg(${value} order by ${value} returning clob) from ${from}) format json`;
}

/** The same for objects, in the order of `by`. */
export function jsonObjects(
  properties: Readonly<Record<string, Fragment>>,
  by: Fragment,
  from: Fragment,
): Fragment {
  return plsql`(select json_arrayagg(${jsonObject(properties)} format json order by ${by} returning clob) from ${from}) format json`;
}

function keyText(name: string): Fragment {
  if (!/^[a-zA-Z]\w*$/.test(name)) throw new TypeError(`Not a property name: ${JSON.stringify(name)}`);
  return new Fragment([`'${name}'`]);
}
