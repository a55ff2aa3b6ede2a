import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { basic } from "../http/fixture";
import { Sandbox } from "../index";

it("fact 5: ORDS believes its metadata for a while where it is told to", async () => {
  const sandbox = await Sandbox.start({ metadataCache: 400 });
  const { connectString, baseUrl } = sandbox;
  const connection = await oracledb.getConnection({ connectString, ...sandbox.user("MYAPI") });
  try {
    const status = async (): Promise<number> => {
      const response = await fetch(`${baseUrl}/myapi/m/x`);
      await response.text();
      return response.status;
    };
    await connection.execute("begin ords.enable_schema; commit; end;");
    assert.equal(await status(), 404);
    await connection.execute("begin ords.define_service('m', '/m/', 'x', p_source => 'select 1 n from dual'); commit; end;"); // prettier-ignore
    assert.equal(await status(), 404);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await status(), 200);
  } finally {
    await connection.close();
    await sandbox.stop();
  }
});

/** ORDS over HTTP with the whole database behind it. */
describe("ORDS over HTTP and its database", () => {
  let sandbox: Sandbox;
  let connection: oracledb.Connection;

  const run = (text: string, binds: oracledb.BindParameters = {}): Promise<oracledb.Result<unknown>> =>
    connection.execute(text, binds);

  const handler = async (
    pattern: string,
    method: string,
    type: string,
    source: string,
    parameters: readonly string[] = [],
  ): Promise<void> => {
    const known = await run("select id from user_ords_templates where uri_template = :pattern", { pattern });
    if (known.rows?.length === 0) await run("begin ords.define_template('m', :pattern); end;", { pattern });
    await run(
      `begin
        ords.define_handler(p_module_name => 'm', p_pattern => :pattern, p_method => :method, p_source_type => :type, p_source => :source);
        ${parameters.map((text) => `ords.define_parameter(p_module_name => 'm', p_pattern => :pattern, p_method => :method, ${text});`).join("\n")}
        commit;
      end;`,
      { pattern, method, type, source },
    );
  };

  const call = async (
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; headers: Headers; text: string; json: Record<string, unknown> }> => {
    const response = await fetch(`${sandbox.baseUrl}/api${path}`, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    const json = isJson && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  };

  before(async () => {
    sandbox = await Sandbox.start();
    connection = await oracledb.getConnection({
      connectString: sandbox.connectString,
      ...sandbox.user("MYAPI"),
    });
    await run("create table emp (id number primary key, name varchar2(30) not null, hired date, notes clob)");
    await run(`begin
      for i in 1 .. 7 loop
        insert into emp values (i, 'name ' || i, date '2024-01-31' + i, null);
      end loop;
      ords.enable_schema(p_url_mapping_pattern => 'api');
      ords.define_module(p_module_name => 'm', p_base_path => '/m/', p_items_per_page => 3);
      commit;
    end;`);
  });
  after(async () => {
    await connection.close();
    await sandbox.stop();
  });

  it("fact 133: pages a collection", async () => {
    await handler("emps/", "GET", "json/collection", "select id, name from emp order by id");
    const first = await call("/m/emps/");
    assert.equal(first.status, 200);
    const { items, hasMore, limit, offset, count } = first.json;
    assert.deepEqual([(items as unknown[])[0], hasMore, limit, offset, count], [{ id: 1, name: "name 1" }, true, 3, 0, 3]); // prettier-ignore
    const last = await call("/m/emps/?offset=6");
    assert.deepEqual([last.json.hasMore, last.json.count], [false, 1]);
    assert.equal((await call("/m/emps/?limit=x")).status, 400);
  });

  it("answers an item, and 404 without one", async () => {
    await handler("emps/:id", "GET", "json/item", "select name, hired from emp where id = :id");
    assert.deepEqual((await call("/m/emps/2")).json.name, "name 2");
    assert.match((await call("/m/emps/2")).text, /"hired":"2024-02-02T00:00:00Z"/);
    assert.equal((await call("/m/emps/77")).status, 404);
  });

  it("answers CURSOR(...) as a list of its rows", async () => {
    const source = "select e.id, cursor(select f.name from emp f where f.id > e.id and f.id < 4 order by f.id) above from emp e where e.id in (2, 4) order by e.id"; // prettier-ignore
    await handler("nested", "GET", "json/collection", source);
    assert.deepEqual((await call("/m/nested")).json.items, [
      { id: 2, above: [{ name: "name 3" }] },
      { id: 4, above: [] },
    ]);
  });

  it("answers CSV and media", async () => {
    await handler("csv", "GET", "csv/query", "select id, name from emp where id < 3 order by id");
    assert.equal((await call("/m/csv")).text.trim(), '"ID","NAME"\n1,"name 1"\n2,"name 2"');
    await handler("media", "GET", "resource/lob", "select 'text/plain', to_clob('hello ' || name) from emp where id = 1"); // prettier-ignore
    const media = await call("/m/media");
    assert.deepEqual([media.status, media.text], [200, "hello name 1"]);
    assert.match(media.headers.get("content-type") ?? "", /^text\/plain/);
  });

  it("facts 131 and 172: commits a block that ends normally, with its status and location", async () => {
    await handler(
      "emps/",
      "POST",
      "plsql/block",
      `declare
        l_id number;
      begin
        insert into emp (id, name) values ((select max(id) + 1 from emp), :name) returning id into l_id;
        :status_code := 201;
        :forward_location := l_id;
      end;`,
    );
    const made = await call("/m/emps/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Zoë" }),
    });
    assert.deepEqual([made.status, made.json.name], [201, "Zoë"]);
    assert.deepEqual((await run("select name from emp where id = 8")).rows, [["Zoë"]]);
  });

  it("facts 115 and 172: answers 555 for one that fails, and undoes what it did", async () => {
    await handler("fails", "POST", "plsql/block", "begin delete from emp; raise_application_error(-20001, 'not today'); end;"); // prettier-ignore
    const { status, json } = await call("/m/fails", { method: "POST" });
    assert.deepEqual(
      [status, json.code, json["o:errorCode"]],
      [555, "UserDefinedResourceError", "ORDS-25001"],
    );
    assert.match(JSON.stringify(json), /ORA-20001: not today/);
    assert.deepEqual((await run("select count(*) from emp")).rows, [[8]]);
    await handler("nocompile", "GET", "plsql/block", "begin no_such_thing; end;");
    const broken = await call("/m/nocompile");
    assert.equal(broken.status, 555);
    assert.match(broken.text, /PLS-00201/);
  });

  it("facts 47 to 51: gives parameters their types and takes them back", async () => {
    await handler(
      "add",
      "GET",
      "plsql/block",
      "begin :sum := :a + nvl(:b, 1); :status := 202; :trace := upper(:agent); end;",
      [
        "p_name => 'a', p_bind_variable_name => 'a', p_source_type => 'URI', p_param_type => 'INT'",
        "p_name => 'X-B', p_bind_variable_name => 'b', p_source_type => 'HEADER', p_param_type => 'DOUBLE'",
        "p_name => 'X-Agent', p_bind_variable_name => 'agent', p_source_type => 'HEADER'",
        "p_name => 'sum', p_bind_variable_name => 'sum', p_source_type => 'RESPONSE', p_access_method => 'OUT', p_param_type => 'DOUBLE'",
        "p_name => 'X-ORDS-STATUS-CODE', p_bind_variable_name => 'status', p_access_method => 'OUT', p_param_type => 'INT'",
        "p_name => 'X-Trace', p_bind_variable_name => 'trace', p_access_method => 'OUT'",
      ],
    );
    const { status, json, headers } = await call("/m/add?a=40", {
      headers: { "x-b": "2.5", "x-agent": "me" },
    });
    assert.deepEqual([status, json, headers.get("x-trace")], [202, { sum: 42.5 }, "ME"]);
    assert.deepEqual((await call("/m/add?a=1")).json, { sum: 2 });
  });

  it("fact 131: gives a block the body", async () => {
    await handler("echo", "POST", "plsql/block", "begin owa_util.mime_header('text/plain'); htp.prn(:content_type || ' ' || dbms_lob.getlength(:body) || ' ' || :body_text); end;"); // prettier-ignore
    const { text } = await call("/m/echo", {
      method: "POST",
      headers: { "content-type": "text/x" },
      body: "žluť",
    });
    assert.equal(text, "text/x 6 žluť");
  });

  it("fact 135: works as the schema, through ORDS_PUBLIC_USER", async () => {
    await handler("who", "GET", "json/item", "select user u, sys_context('userenv', 'proxy_user') p, :current_user c from dual"); // prettier-ignore
    const { json } = await call("/m/who");
    assert.deepEqual([json.u, json.p, json.c], ["MYAPI", "ORDS_PUBLIC_USER", null]);
  });

  it("fact 43: does not route what is not published, or not enabled", async () => {
    await run("begin ords.publish_module('m', 'NOT_PUBLISHED'); commit; end;");
    assert.equal((await call("/m/who")).status, 404);
    await run("begin ords.publish_module('m'); commit; end;");
    assert.equal((await call("/m/who")).status, 200);
    assert.equal((await call("/m/nothing")).status, 404);
    const { status, headers } = await call("/m/who", { method: "DELETE" });
    assert.deepEqual([status, headers.get("allow")], [405, "GET"]);
  });

  it("serves a table by AutoREST", async () => {
    await run("begin ords.enable_object(p_object => 'EMP', p_object_type => 'TABLE', p_object_alias => 'staff', p_auto_rest_auth => false); commit; end;"); // prettier-ignore
    const json = { "content-type": "application/json" };
    assert.equal(((await call("/staff/?limit=2")).json.items as unknown[]).length, 2);
    assert.equal((await call("/staff/3")).json.name, "name 3");
    const body = JSON.stringify({
      id: 50,
      name: "new",
      hired: "2025-05-05T00:00:00Z",
      notes: "x".repeat(5000),
    });
    assert.equal((await call("/staff/", { method: "POST", headers: json, body })).status, 201);
    const changed = { method: "PUT", headers: json, body: JSON.stringify({ id: 50, name: "newer" }) };
    assert.equal((await call("/staff/50", changed)).status, 200);
    assert.deepEqual((await run("select name from emp where id = 50")).rows, [["newer"]]);
    const filtered = await call(`/staff/?q=${encodeURIComponent('{"name":{"$like":"new%"}}')}`);
    assert.equal(filtered.json.count, 1);
    assert.equal((await call("/staff/50", { method: "DELETE" })).status, 200);
    assert.equal((await call("/staff/50")).status, 404);
    assert.equal((await call("/metadata-catalog/staff/")).status, 200);
  });

  it("facts 117 to 128: runs SQL for the schema's own password", async () => {
    const { user, password } = sandbox.user("MYAPI");
    const send = (body: string, type: string): ReturnType<typeof call> =>
      call("/_/sql", {
        method: "POST",
        headers: { "content-type": type, authorization: basic(user, password) },
        body,
      });
    const script = `create table made (a number);
insert into made values (1);
select * from made;
begin
  insert into made values (2);
end;
/
select * from missing;`;
    const { status, json } = await send(script, "application/sql");
    const items = json.items as { errorCode?: number; result?: number; resultSet?: { items: unknown[] } }[];
    assert.equal(status, 200);
    assert.deepEqual(
      items.map(({ errorCode }) => errorCode),
      [undefined, undefined, undefined, undefined, 942],
    );
    assert.deepEqual([items[1]?.result, items[2]?.resultSet?.items], [1, [{ a: 1 }]]);
    const statement = { statementText: "begin :b := :a * 2; end;", binds: [{ name: "a", data_type: "NUMBER", value: 21 }, { name: "b", data_type: "NUMBER", mode: "out" }] }; // prettier-ignore
    const answer = await send(JSON.stringify(statement), "application/json");
    assert.match(answer.text, /"result":42/);
    assert.equal((await call("/_/sql", { method: "POST", body: "select 1 from dual" })).status, 401);
  });

  it("fact 181: runs a pre-hook that is set for a module", async () => {
    await run("create function no_entry return boolean as begin return false; end;");
    const admin = await oracledb.getConnection({
      connectString: sandbox.connectString,
      ...sandbox.user("ADMIN"),
    });
    await admin.execute("update ords_metadata.ords_modules set pre_hook = 'NO_ENTRY' where name = 'm'");
    await admin.commit();
    assert.equal((await call("/m/who")).status, 403);
    await admin.execute("update ords_metadata.ords_modules set pre_hook = null where name = 'm'");
    await admin.commit();
    await admin.close();
    assert.equal((await call("/m/who")).status, 200);
  });
});
