import type { HandlerSession } from "./database";
import type { Reply } from "./reply";

export interface Ended {
  readonly reply: Reply;
  /** What was done is undone. */
  readonly failed: boolean;
}

/** Works in a session and closes it: commits what ends well, undoes what fails (facts 127, 172). */
export async function inTransaction(
  session: HandlerSession,
  work: (session: HandlerSession) => Promise<Ended>,
): Promise<Reply> {
  try {
    const { reply, failed } = await work(session);
    await (failed ? session.rollback() : session.commit());
    return reply;
  } catch (error) {
    await session.rollback();
    throw error;
  } finally {
    session.close();
  }
}
