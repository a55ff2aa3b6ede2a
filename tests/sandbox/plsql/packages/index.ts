import type { PackageSpec } from "../catalogue";
import { apexJson } from "./apexJson";
import { jsonTypes } from "./json";
import { dbmsLob } from "./lob";
import { dbmsOutput, htf, htp, owa, owaUtil } from "./output";
import { owaCookie, wpgDocload } from "./owa";
import { dbmsAssert, dbmsCrypto, utlEncode, utlRaw, utlUrl } from "./raw";
import { dbmsApplicationInfo, dbmsLock, dbmsRandom, dbmsSession, dbmsUtility } from "./session";
import { suppliedPackages } from "./supplied";

/** The packages of SYS, and of APEX, that blocks and handlers use. */
export const systemPackages: readonly PackageSpec[] = [
  dbmsOutput,
  htp,
  htf,
  owa,
  owaUtil,
  owaCookie,
  wpgDocload,
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
  ...suppliedPackages,
  ...jsonTypes,
  apexJson,
];
