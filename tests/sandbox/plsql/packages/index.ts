import type { PackageSpec } from "../catalogue";
import { apexJson } from "./apexJson";
import { jsonTypes } from "./json";
import { dbmsLob } from "./lob";
import { dbmsOutput, htf, htp, owa, owaUtil } from "./output";
import { dbmsAssert, dbmsCrypto, utlEncode, utlRaw, utlUrl } from "./raw";
import { dbmsApplicationInfo, dbmsLock, dbmsRandom, dbmsSession, dbmsUtility } from "./session";

/** The packages of SYS, and of APEX, that blocks and handlers use. */
export const systemPackages: readonly PackageSpec[] = [
  dbmsOutput,
  htp,
  htf,
  owa,
  owaUtil,
  dbmsLob,
  dbmsSession,
  dbmsLock,
  dbmsApplicationInfo,
  dbmsUtility,
  dbmsRandom,
  dbmsCrypto,
  dbmsAssert,
  utlRaw,
  utlEncode,
  utlUrl,
  ...jsonTypes,
  apexJson,
];
