import { oauth } from "./oauth";
import { oauthAdmin } from "./oauthAdmin";
import { ords } from "./ords";
import { ordsAdmin } from "./ordsAdmin";
import { ordsConstants } from "./ordsConstants";
import { ordsExport } from "./ordsExport";
import { ordsExportAdmin } from "./ordsExportAdmin";
import { ordsPar } from "./ordsPar";
import { ordsSecurity } from "./ordsSecurity";
import { ordsSecurityAdmin } from "./ordsSecurityAdmin";
import { ordsServices } from "./ordsServices";
import { ordsTypes } from "./ordsTypes";
import type { PackageTable } from "./table";

export const packageTables: readonly PackageTable[] = [
  ords,
  // Its constants are exposed there, too.
  { ...ordsAdmin, constants: ords.constants },
  oauth,
  oauthAdmin,
  ordsSecurity,
  ordsSecurityAdmin,
  ordsTypes,
  ordsConstants,
  ordsExport,
  ordsExportAdmin,
  ordsPar,
  ordsServices,
];
