import { OraError } from "../errors";
import type { Variables } from "../plsql/sql";

/** Of definitions, which see neither variables nor binds. */
export const none: Variables = {
  value: () => undefined,
  bind: () => {
    throw new OraError(1027, "bind variables not allowed for data definition operations");
  },
};
