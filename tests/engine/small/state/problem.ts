/** Something the user can act on, said in one sentence; ends the command with its status. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
  }
}
