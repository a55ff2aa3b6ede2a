import type { DatabaseSession } from "../net/backend";
import type { CgiEnvironment } from "./cgi";
import type { Metadata } from "./metadata";

/** What ORDS over HTTP needs of the database. */
export interface HttpDatabase {
  readonly metadata: Metadata;
  /** The user's password, or undefined for a user that does not exist. Names are in dictionary form. */
  password(user: string): string | undefined;
  /** ORDS connects as ORDS_PUBLIC_USER and works as the schema (fact 135). */
  openAs(user: string, environment?: CgiEnvironment): HandlerSession;
}

export interface HandlerSession extends DatabaseSession {
  /** Takes what HTP and OWA_UTIL have written since this was last asked for, headers included. */
  takeOutput(): string;
  /** Takes the BLOB that was given to WPG_DOCLOAD.DOWNLOAD_FILE since this was last asked for. */
  takeDownload(): Buffer | undefined;
}
