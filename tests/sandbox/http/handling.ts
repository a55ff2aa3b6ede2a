import { OraError } from "../errors";
import type { HandlerSession } from "./database";
import { corsHeaders, preflight } from "./cors";
import { etagOf, isKnown } from "./etag";
import { afterHook } from "./hook";
import type { Handler } from "./metadata";
import { pageOf, filterOf } from "./paging";
import { bindValues } from "./parameters";
import { handlerFailed, methodNotAllowed, Problem } from "./problems";
import { noBody } from "./reply";
import type { Reply } from "./reply";
import { mediaType } from "./request";
import type { Request } from "./request";
import { chooseHandler } from "./router";
import type { Resource } from "./router";
import { inTransaction } from "./transaction";
import { isQuery, runSource } from "./sources";
import type { Exchange } from "./sources";

export interface Context {
  readonly request: Request;
  readonly currentUser: string | undefined;
  readonly signal: AbortSignal;
  readonly preHook: string | undefined;
  readonly describedBy: string;
  open(): HandlerSession;
  forward(location: string): Promise<Reply>;
}

/** Answers for a resource of a module, to a caller who may use it. */
export async function handleResource(resource: Resource, context: Context): Promise<Reply> {
  const { request } = context;
  const route = chooseHandler(resource, request.method);
  const { originsAllowed } = resource.module;
  if (route.kind === "methodNotAllowed") throw methodNotAllowed(route.allowed);
  checkMediaType(route.handler, request);
  const hook = resource.module.preHook ?? context.preHook;
  const reply = await asHandler(context.open(), (session) =>
    afterHook(hook, context.currentUser, session, (user) =>
      run(route.handler, resource, { ...context, currentUser: user }, session),
    ),
  );
  const complete = reply.forward === undefined ? reply : await forwarded(reply, reply.forward, context);
  return { ...complete, headers: { ...corsHeaders(request, originsAllowed), ...complete.headers } };
}

/** After the commit, so that the other handler sees what this one did. */
async function forwarded({ status, headers }: Reply, location: string, context: Context): Promise<Reply> {
  const answer = await context.forward(location);
  return { status, headers: { ...answer.headers, ...headers }, body: answer.body };
}

/** What a browser asks before it sends a request of another origin; no one signs in for it. */
export function answerPreflight(resource: Resource, request: Request): Reply | undefined {
  const methods = resource.template.handlers.map(({ method }) => method).sort();
  return preflight(request, resource.module.originsAllowed, methods);
}

/** An error of the source undoes what it did, and is told as the author's (facts 115, 172). */
export async function asHandler(
  session: HandlerSession,
  work: (session: HandlerSession) => Promise<Reply>,
): Promise<Reply> {
  try {
    return await inTransaction(session, async () => ({ reply: await work(session), failed: false }));
  } catch (error) {
    throw error instanceof OraError ? handlerFailed(error) : error;
  }
}

async function run(
  handler: Handler,
  resource: Resource,
  context: Context,
  session: HandlerSession,
): Promise<Reply> {
  const { request } = context;
  const { module, template, variables } = resource;
  filterOf(request.query);
  const exchange: Exchange = {
    request,
    variables,
    currentUser: context.currentUser,
    handler,
    session,
    signal: context.signal,
    page: pageOf(request.query, handler.itemsPerPage ?? module.itemsPerPage),
    self: request.origin + request.path,
    describedBy: context.describedBy,
  };
  const reply = await runSource(exchange);
  if (!isQuery(handler.sourceType) || reply.status !== 200) return reply;
  const etag = await etagOf(template.etag, reply, session, bindValues(handler, exchange));
  if (etag === undefined) return reply;
  return isKnown(etag, request.headers["if-none-match"])
    ? noBody(304, { etag })
    : { ...reply, headers: { ...reply.headers, etag } };
}

/** Means something for requests with a body (fact 46). */
function checkMediaType({ mimesAllowed }: Handler, request: Request): void {
  if (mimesAllowed.length === 0 || request.body.length === 0) return;
  const type = mediaType(request);
  if (!mimesAllowed.some((one) => one.toLowerCase() === type)) throw new Problem(415);
}
