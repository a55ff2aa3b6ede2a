import { createHash, randomBytes } from "node:crypto";
import { oraNumber } from "../../errors";
import { messageOf } from "../compile/exceptions";
import { Failure, ora } from "../failure";
import { any, integer, text } from "../types";
import { textOf, toNumber } from "../values";
import type { Builtins } from "./index";

export const environment: Builtins = {
  USER: { least: 0, most: 0, type: text, run: (_, { frame }) => frame.session.user },
  UID: { least: 0, most: 0, type: integer, run: () => 100 },
  SQLCODE: { least: 0, most: 0, type: integer, run: (_, { frame }) => frame.run.handling?.sqlCode() ?? 0 },
  SQLERRM: {
    least: 0,
    most: 1,
    type: text,
    run: ([code], { frame }) => {
      if (code === undefined)
        return frame.run.handling?.sqlErrm() ?? "ORA-0000: normal, successful completion";
      const number = Math.abs(toNumber(code) ?? 0);
      return number === 0
        ? "ORA-0000: normal, successful completion"
        : `${oraNumber(number)}: ${messageOf(number)}`;
    },
  },
  SYS_CONTEXT: {
    least: 2,
    most: 3,
    type: text,
    run: ([namespace, name], { frame }) => {
      if (textOf(namespace!).toUpperCase() !== "USERENV") return null;
      const { environment: values, user, currentSchema } = frame.session;
      const key = textOf(name!).toUpperCase();
      if (key === "SESSION_USER") return user;
      if (key === "CURRENT_SCHEMA" || key === "CURRENT_USER") return currentSchema;
      return values.get(key) ?? null;
    },
  },
  STANDARD_HASH: {
    least: 1,
    most: 2,
    type: { kind: "bytes" },
    sqlOnly: true,
    run: ([value, method = "SHA1"]) => {
      const name = textOf(method).toLowerCase();
      if (!["md5", "sha1", "sha256", "sha384", "sha512"].includes(name))
        throw ora(29869, "invalid hash algorithm");
      const content = Buffer.isBuffer(value) ? value : textOf(value!);
      return createHash(name).update(content).digest();
    },
  },
  SYS_GUID: { least: 0, most: 0, type: { kind: "bytes" }, run: () => randomBytes(16) },
  USERENV: {
    least: 1,
    most: 1,
    type: text,
    run: ([name], { frame }) => frame.session.environment.get(textOf(name!).toUpperCase()) ?? null,
  },
  RAISE_APPLICATION_ERROR: {
    least: 2,
    most: 3,
    type: any,
    booleans: true,
    run: ([code, message]) => {
      const number = -(toNumber(code!) ?? 0);
      if (number < 20000 || number > 20999)
        throw ora(21000, `error number argument to raise_application_error of ${-number} is out of range`);
      throw new Failure(number, `${oraNumber(number)}: ${textOf(message!)}`);
    },
  },
};
