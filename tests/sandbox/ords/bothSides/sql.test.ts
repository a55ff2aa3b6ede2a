import { strict as assert } from "node:assert";
import { Side } from "./side";
import type { Answer, Session } from "./side";

interface Item {
  readonly statementType?: string;
  readonly response?: readonly string[];
  readonly errorCode?: number;
  readonly result?: unknown;
  readonly binds?: readonly { readonly result?: unknown }[];
  readonly resultSet?: { readonly items: readonly Record<string, unknown>[]; readonly hasMore: boolean };
}

describe("REST-enabled SQL, on the sandbox or a real database", () => {
  let side: Side;
  let my: Session;

  before(async () => {
    side = await Side.open();
    my = await side.connect();
    await my.run(`ords.enable_schema(p_url_mapping_pattern => 'both', p_auto_rest_auth => false);
      ords.set_property('restEnabledSql.active', 'true'); commit;`);
    await side.eventually(() => post("select 1 from dual;"), 200);
  });
  afterEach(() =>
    my.run(
      "rollback; for m in (select name from user_ords_modules) loop ords.delete_module(m.name); end loop; commit;",
    ),
  );
  after(async () => {
    await my.run(
      "ords.unset_property('restEnabledSql.active'); ords.enable_schema(p_enabled => false); ords.drop_rest_for_schema; commit;",
    );
    await side.close();
  });

  const post = (body: string, type = "application/sql"): Promise<Answer> => {
    const { user, password } = side.access;
    const authorization = `Basic ${Buffer.from(`${user.toUpperCase()}:${password}`).toString("base64")}`;
    return side.http("/_/sql", { method: "POST", headers: { "content-type": type, authorization }, body });
  };
  const items = async (answer: Promise<Answer>): Promise<readonly Item[]> => {
    const { status, text } = await answer;
    assert.equal(status, 200, text);
    return (JSON.parse(text) as { items: Item[] }).items;
  };
  const document = (value: object): Promise<readonly Item[]> =>
    items(post(JSON.stringify(value), "application/json"));

  it("fact 118, 124: a script of many statements is answered statement by statement", async () => {
    const found = await items(
      post("select 1 a from dual;\nbegin\n  null;\nend;\n/\nselect nothing from dual;\n"),
    );
    assert.deepEqual(
      found.map(({ statementType }) => statementType),
      ["query", "plsql", "query"],
    );
    assert.deepEqual(found[0]?.resultSet?.items, [{ a: 1 }]);
    assert.deepEqual(found[1]?.response, ["\nPL/SQL procedure successfully completed.\n"]);
    assert.equal(found[2]?.errorCode, 904);
  });

  it("fact 119, 125: a document has its own paging", async () => {
    const [item] = await document({
      statementText: "select level n from dual connect by level <= 5",
      offset: 1,
      limit: 2,
    });
    assert.deepEqual([item?.resultSet?.items, item?.resultSet?.hasMore], [[{ n: 2 }, { n: 3 }], true]);
  });

  it("fact 120, 121: binds by index and by name go in and come out", async () => {
    const [positional] = await document({
      statementText: "select ? || ? t from dual",
      binds: [
        { index: 1, data_type: "VARCHAR2", value: "a" },
        { index: 2, data_type: "VARCHAR2", value: "b" },
      ],
    });
    assert.deepEqual(positional?.resultSet?.items, [{ t: "ab" }]);
    const [named] = await document({
      statementText: "begin :a := :b + 1; end;",
      binds: [
        { name: "a", data_type: "NUMBER", mode: "out" },
        { name: "b", data_type: "NUMBER", value: 41 },
      ],
    });
    assert.equal(named?.binds?.find(({ result }) => result !== undefined)?.result, 42);
  });

  it("fact 122: records and booleans stay inside a block, scalars come out", async () => {
    const [item] = await document({
      statementText: `declare c ords_types.t_client_credentials; begin
        c.client_secret.stored := true; :s := case when c.client_secret.stored then 'yes' end; end;`,
      binds: [{ name: "s", data_type: "VARCHAR2", mode: "out" }],
    });
    assert.equal(item?.binds?.[0]?.result, "yes");
  });

  it("fact 128: the statements of a request share a transaction", async () => {
    const found = await items(
      post(`begin ords.define_module('m', '/m/'); end;
/
select count(*) n from user_ords_modules;
rollback;
select count(*) n from user_ords_modules;
`),
    );
    const counts = found.flatMap(({ resultSet }) => resultSet?.items ?? []);
    assert.deepEqual(counts, [{ n: 1 }, { n: 0 }]);
  });

  it("fact 129: numbers may be asked for as texts", async () => {
    const [item] = await document({
      statementText: "select 123456789012.5 n from dual",
      responseFormat: { numberAsString: true },
    });
    assert.deepEqual(item?.resultSet?.items, [{ n: "123456789012.5" }]);
  });

  it("fact 127, 130: definitions come through it, and stay", async () => {
    await items(post("begin\n  ords.define_module('m', '/m/');\n  ords.create_role('r');\nend;\n/\n"));
    assert.deepEqual(await my.column("select name from user_ords_modules"), ["m"]);
    await my.run("ords.delete_role('r'); commit;");
  });
});
