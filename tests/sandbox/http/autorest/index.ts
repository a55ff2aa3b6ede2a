import type { HandlerSession } from "../database";
import { OraError } from "../../errors";
import { collectionText } from "../sources/collection";
import { execute } from "../call";
import type { Bind } from "../call";
import { rowText } from "../json";
import { filterOf, pageLinks, pageOf, takePage } from "../paging";
import { badRequest, methodNotAllowed, notFound, notSupported, Problem } from "../problems";
import { isKnown } from "../etag";
import { jsonReply, noBody } from "../reply";
import type { Link, Reply } from "../reply";
import { jsonObject } from "../request";
import type { Request } from "../request";
import { filterSql } from "./filter";
import type { ObjectRoute } from "./route";
import { assignments, findRow, keyOf, keyPath, rowETag, rowReply } from "./rows";
import type { Key } from "./rows";
import { quoted, readTable } from "./table";
import type { Table } from "./table";
import { columnBind } from "./values";

export { objectPrivileges, objectRoute } from "./route";

/** Rows a page, where the request doesn't say. */
const itemsPerPage = 25;

interface Work {
  readonly request: Request;
  readonly session: HandlerSession;
  readonly table: Table;
  /** URL of the collection, with its last slash. */
  readonly collection: string;
  readonly describedBy: string;
}

type Answer = (work: Work) => Promise<Reply>;

const tables: ReadonlySet<string> = new Set(["TABLE", "VIEW", "MVIEW", "MATERIALIZED VIEW"]);

/** Answers for an enabled table or view. */
export async function answerObject(
  route: ObjectRoute,
  request: Request,
  root: string,
  session: HandlerSession,
): Promise<Reply> {
  const { object } = route;
  if (!tables.has(object.type.toUpperCase())) throw notSupported(`AutoREST over a ${object.type}`);
  const methods = route.kind === "collection" ? collectionMethods : itemMethods(route.key);
  const answer = methods.get(request.method === "HEAD" ? "GET" : request.method);
  if (answer === undefined) throw methodNotAllowed([...methods.keys()].sort());
  const alias = encodeURIComponent(object.alias);
  return answer({
    request,
    session,
    table: await readTable(object, session),
    collection: `${root}/${alias}/`,
    describedBy: `${root}/metadata-catalog/${alias}/`,
  });
}

const collectionMethods = new Map<string, Answer>([
  ["GET", list],
  ["POST", insert],
  ["DELETE", deleteFiltered],
]);

function itemMethods(text: string): ReadonlyMap<string, Answer> {
  const withKey =
    (answer: (work: Work, key: Key) => Promise<Reply>): Answer =>
    (work) =>
      answer(work, keyOf(work.table, text));
  return new Map([
    ["GET", withKey(get)],
    ["PUT", withKey(put)],
    ["DELETE", withKey(remove)],
  ]);
}

async function list({ request, session, table, collection, describedBy }: Work): Promise<Reply> {
  const page = pageOf(request.query, itemsPerPage);
  const { where, orderBy, binds } = filterSql(table, filterOf(request.query));
  const text = [
    `select * from ${table.sql}`,
    where === "" ? "" : ` where ${where}`,
    orderBy === "" ? "" : ` order by ${orderBy}`,
  ].join("");
  const result = await execute(session, text, binds);
  if (result.kind !== "rows") throw new OraError(900, "ORA-00900: invalid SQL statement");
  const taken = takePage(result.rows, page);
  const items = taken.rows.map((row) => {
    const key = keyPath(table, row);
    const { members } = rowText(table.columns, row, collection);
    const own =
      key === undefined ? [] : [`"links":${JSON.stringify([{ rel: "self", href: collection + key }])}`];
    return `{${[...members, ...own].join(",")}}`;
  });
  const links: Link[] = [
    { rel: "self", href: collection },
    { rel: "edit", href: collection },
    { rel: "describedby", href: describedBy },
    ...pageLinks(collection, request.query, page, taken.hasMore),
  ];
  return jsonReply(200, collectionText(items, taken, page, links));
}

async function get({ request, session, table, collection, describedBy }: Work, key: Key): Promise<Reply> {
  const row = await findRow(table, key, session);
  if (row === undefined) throw notFound();
  const etag = rowETag(table, row);
  if (isKnown(etag, request.headers["if-none-match"])) return noBody(304, { etag });
  return rowReply(200, table, row, collection, describedBy);
}

async function insert(work: Work): Promise<Reply> {
  const key = await insertRow(work, assignments(work.table, documentOf(work.request)));
  return created(work, key);
}

/** Changes the row of the key, or makes it; the key in the path goes before the one in the document. */
async function put(work: Work, key: Key): Promise<Reply> {
  const { request, session, table, collection, describedBy } = work;
  const known = await findRow(table, key, session);
  const { "if-match": ifMatch } = request.headers;
  if (ifMatch !== undefined && (known === undefined || !isKnown(rowETag(table, known), ifMatch)))
    throw new Problem(412);
  const given = assignments(table, documentOf(request)).filter(([column]) => !table.key.includes(column));
  if (known === undefined) {
    const own = table.key.map((column, at) => [column, key.binds[`K${at + 1}`]?.value] as const);
    return created(work, await insertRow(work, [...own, ...given]));
  }
  if (given.length > 0) {
    const sets = given.map(([column], at) => `${quoted(column.name)} = :V${at + 1}`).join(", ");
    const text = `update ${table.sql} set ${sets} where ${key.where}`;
    await execute(session, text, { ...valueBinds(given), ...key.binds });
  }
  const row = await findRow(table, key, session);
  if (row === undefined) throw notFound();
  return rowReply(200, table, row, collection, describedBy);
}

async function remove({ session, table }: Work, key: Key): Promise<Reply> {
  const result = await execute(session, `delete from ${table.sql} where ${key.where}`, key.binds);
  const rowsDeleted = result.kind === "done" ? result.rowsAffected : 0;
  if (rowsDeleted === 0) throw notFound();
  return jsonReply(200, JSON.stringify({ rowsDeleted }));
}

/** Only with a filter: a table is not emptied by a slip. */
async function deleteFiltered({ request, session, table }: Work): Promise<Reply> {
  const { where, binds } = filterSql(table, filterOf(request.query));
  if (where === "") throw badRequest("A filter is required");
  const result = await execute(session, `delete from ${table.sql} where ${where}`, binds);
  return jsonReply(200, JSON.stringify({ rowsDeleted: result.kind === "done" ? result.rowsAffected : 0 }));
}

type Given = ReturnType<typeof assignments>;

function valueBinds(given: Given): Readonly<Record<string, Bind>> {
  return Object.fromEntries(given.map(([column, value], at) => [`V${at + 1}`, columnBind(column, value)]));
}

/** Inserts and tells the key, which a default or an identity may have made. */
async function insertRow({ session, table }: Work, given: Given): Promise<Key> {
  const names = given.map(([column]) => quoted(column.name)).join(", ");
  const places = given.map((_, at) => `:V${at + 1}`).join(", ");
  const text = `insert into ${table.sql} (${names}) values (${places})`;
  if (table.key.length === 0) {
    await execute(session, text, valueBinds(given));
    return { where: "", binds: {} };
  }
  const columns = table.key.map(({ name }) => quoted(name)).join(", ");
  const targets = table.key.map((_, at) => `:K${at + 1}`).join(", ");
  const outs = table.key.map(({ type }, at): [string, Bind] => [`K${at + 1}`, { type, value: null }]);
  const block = `begin ${text} returning ${columns} into ${targets}; end;`;
  const result = await execute(session, block, { ...valueBinds(given), ...Object.fromEntries(outs) });
  if (result.kind !== "block") throw new OraError(900, "ORA-00900: invalid SQL statement");
  const binds = outs.map(([name, { type }]): [string, Bind] => [
    name,
    { type, value: result.outs[name] ?? null },
  ]);
  const where = table.key.map(({ name }, at) => `${quoted(name)} = :K${at + 1}`).join(" and ");
  return { where, binds: Object.fromEntries(binds) };
}

async function created({ session, table, collection, describedBy }: Work, key: Key): Promise<Reply> {
  if (key.where === "") return noBody(201);
  const row = await findRow(table, key, session);
  if (row === undefined) throw notFound();
  const location = collection + (keyPath(table, row) ?? "");
  return rowReply(201, table, row, collection, describedBy, { location });
}

function documentOf(request: Request): Readonly<Record<string, unknown>> {
  const document = jsonObject(request);
  if (document === undefined) throw badRequest("Expected a JSON object in the request body");
  return document;
}
