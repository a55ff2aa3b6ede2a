/** What a session's blocks write for others to read. */
export class Output {
  /** Lines of DBMS_OUTPUT, undefined while it is not enabled. */
  lines: string[] | undefined;
  /** The line that PUT has begun. */
  unfinished = "";
  /** What HTP and OWA_UTIL wrote: header lines and page in one. */
  page = "";

  putLine(text: string): void {
    this.lines?.push(this.unfinished + text);
    this.unfinished = "";
  }
}
