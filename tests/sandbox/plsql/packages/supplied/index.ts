import type { PackageSpec } from "../../catalogue";
import { dbmsFlashback, dbmsJob, dbmsMetadata, dbmsRls, dbmsStats, dbmsXplan } from "./administration";
import { dbmsSql } from "./dbmsSql";
import { utlFile } from "./files";
import { utlHttp, utlInaddr, utlSmtp, utlTcp } from "./network";
import { dbmsNetworkAclAdmin, xsTypes } from "./networkAcl";
import { dbmsAlert, dbmsAq, dbmsAqadm, dbmsPipe } from "./queues";
import { dbmsScheduler } from "./scheduler";
import { dbmsXmlgen, utlCompress, utlI18n } from "./text";

export { hostTable } from "./networkAcl";
export { schedulerTable } from "./scheduler";

/** Packages that are known by their declarations, and do some of what they declare. */
export const suppliedPackages: readonly PackageSpec[] = [
  utlHttp,
  utlTcp,
  utlSmtp,
  utlInaddr,
  utlFile,
  utlI18n,
  utlCompress,
  dbmsSql,
  dbmsScheduler,
  dbmsJob,
  dbmsNetworkAclAdmin,
  ...xsTypes,
  dbmsAq,
  dbmsAqadm,
  dbmsPipe,
  dbmsAlert,
  dbmsMetadata,
  dbmsStats,
  dbmsXplan,
  dbmsXmlgen,
  dbmsRls,
  dbmsFlashback,
];
