/** What a session's blocks write for others to read. */
export class Output {
  /** Lines of DBMS_OUTPUT, undefined while it is not enabled. */
  lines: string[] | undefined;
  /** The line that PUT has begun. */
  unfinished = "";
  /** What HTP and OWA_UTIL wrote: header lines and page in one. */
  page = "";
  /** What WPG_DOCLOAD was given: it takes the place of the page behind its header lines. */
  download: Buffer | undefined;
  /** What OWA_UTIL.GET_CGI_ENV reads, by name in upper case: REQUEST_METHOD, HTTP_HOST, ... Set before a handler runs. */
  readonly cgi = new Map<string, string>();

  putLine(text: string): void {
    this.lines?.push(this.unfinished + text);
    this.unfinished = "";
  }
}
