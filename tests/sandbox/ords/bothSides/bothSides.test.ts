import { strict as assert } from "node:assert";
import { alias, outText, Side } from "./side";
import type { Answer, Session } from "./side";

/**
 * What ORDS does for users who know nothing of the sandbox: the same on the sandbox and, where ORDS_TEST_CONNECT_STRING names
 * one, on a real database.
 */
describe("ORDS, on the sandbox or a real database", () => {
  let side: Side;
  let my: Session;

  before(async () => {
    side = await Side.open();
    my = await side.connect();
  });
  beforeEach(() =>
    my.run(`ords.enable_schema(p_url_mapping_pattern => '${alias}', p_auto_rest_auth => false); commit;`),
  );
  afterEach(() =>
    my.run("rollback; ords.enable_schema(p_enabled => false); ords.drop_rest_for_schema; commit;"),
  );
  after(() => side.close());

  const handler = (path: string, method: string, source: string): string =>
    `ords.define_template('m', '${path}'); ords.define_handler('m', '${path}', '${method}', ords.source_type_plsql, q'[${source}]');`;
  const says = (text: string): string => `begin htp.p('${text}'); end;`;
  const module = "ords.define_module('m', '/m/');";

  /** A client with a role, and its token. */
  const client = async (
    name: string,
    roles: readonly string[],
  ): Promise<{ id: string; secret: string; token: string }> => {
    const { id, secret } = await my.run(
      `declare c ords_types.t_client_credentials; begin
       c := ords_security.register_client(p_name => '${name}', p_grant_type => 'client_credentials', p_support_email => 'a@example.com',
         p_client_secret => ords_types.oauth_client_secret());
       ${roles.map((role) => `ords_security.grant_client_role('${name}', '${role}');`).join(" ")}
       :id := c.client_key.client_id; :secret := c.client_secret.secret; commit; end;`,
      { id: outText, secret: outText },
    );
    const made = { id: id as string, secret: secret as string };
    const { access_token: token } = JSON.parse((await side.eventually(() => tokenOf(made), 200)).text) as {
      access_token: string;
    };
    return { ...made, token };
  };
  const tokenOf = ({ id, secret }: { id: string; secret: string }): Promise<Answer> =>
    side.http("/oauth/token", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", authorization: basic(id, secret) },
      body: "grant_type=client_credentials",
    });
  const basic = (name: string, secret: string): string =>
    `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`;
  const bearer = (token: string): { headers: Record<string, string> } => ({
    headers: { authorization: `Bearer ${token}` },
  });

  it("fact 7, 9, 10: what is defined again drops what is below it", async () => {
    const sizes = async (): Promise<unknown[]> =>
      (
        await my.rows(
          "select (select count(*) from user_ords_templates) t, (select count(*) from user_ords_handlers) h, (select count(*) from user_ords_parameters) p from dual",
        )
      ).flatMap((row) => Object.values(row));
    await my.run(`${module} ${handler("a", "GET", says("a"))} ords.define_handler('m', 'a', 'POST', 'plsql/block', 'begin null; end;');
      ords.define_parameter('m', 'a', 'GET', 'h', 'b');`);
    assert.deepEqual(await sizes(), [1, 2, 1]);
    await my.run("ords.define_handler('m', 'a', 'GET', p_source => 'select 1 from dual');");
    assert.deepEqual(await sizes(), [1, 2, 0]);
    await my.run("ords.define_template('m', 'a');");
    assert.deepEqual(await sizes(), [1, 0, 0]);
    await my.run(module);
    assert.deepEqual(await sizes(), [0, 0, 0]);
  });

  it("fact 1, 3: nothing is there for others before it is committed", async () => {
    const other = await side.connect();
    await my.run(module);
    assert.deepEqual(await other.column("select name from user_ords_modules"), []);
    await my.run("commit;");
    assert.deepEqual(await other.column("select name from user_ords_modules"), ["m"]);
  });

  it("fact 4: two sessions that change one module take turns", async () => {
    await my.run(`${module} ords.define_template('m', 'a'); commit;`);
    const other = await side.connect();
    await my.run("ords.publish_module('m', 'NOT_PUBLISHED');");
    let over = false;
    const rival = other.run("ords.publish_module('m', 'PUBLISHED'); commit;").finally(() => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(over, false);
    await my.run("commit;");
    await rival;
    assert.deepEqual(await my.column("select status from user_ords_modules"), ["PUBLISHED"]);
  });

  it("fact 149: a base path of another module is ORA-00001 under ORA-01403", async () => {
    await my.run(module);
    const message = await my.fails("ords.define_module('n', '/m/');");
    assert.match(message, /^ORA-01403: no data found/);
    assert.match(message, /ORA-00001: unique constraint \(ORDS_METADATA\.ORDS_UNIQUE_PREFIX_UC\) violated/);
  });

  it("fact 148: what is wrong in a block is found before it runs", async () => {
    assert.match(
      await my.fails("ords.define_module('m', '/m/', p_origins_allowed => 'x');"),
      /ORA-06550: line 1, column 7:\s+PLS-00306/,
    );
    assert.match(
      await my.fails("ords.disable_schema;"),
      /PLS-00302: component 'DISABLE_SCHEMA' must be declared/,
    );
    assert.match(
      await my.fails("nothing.is_there;"),
      /PLS-00201: identifier 'NOTHING\.IS_THERE' must be declared/,
    );
    assert.deepEqual(await my.column("select name from user_ords_modules"), []);
  });

  it("fact 20, 153: what is missing is ORA-01403", async () => {
    for (const call of [
      "ords.publish_module('no')",
      "ords.define_template('no', 'a')",
      "ords.define_handler('no', 'a', p_source => 'x')",
    ])
      assert.match(await my.fails(`${call};`), /^ORA-01403/);
  });

  it("fact 54, 56: the alias of an enabled schema stands", async () => {
    assert.match(
      await my.fails("ords.enable_schema(p_url_mapping_pattern => 'another');"),
      /^ORA-20049: Cannot alter the url mapping/,
    );
    await my.run("ords.enable_schema(p_enabled => false);");
    assert.match(await my.fails(module), /^ORA-20012: Schema not REST enabled : /);
  });

  it("fact 154: a pattern belongs to one privilege", async () => {
    const define = (name: string): string =>
      `declare r owa.vc_arr; p owa.vc_arr; m owa.vc_arr; begin p(1) := '/m/*'; ords.define_privilege('${name}', r, p, m); end;`;
    await my.run(define("p"));
    assert.match(await my.fails(define("q")), /^ORA-20039/);
  });

  it("fact 160: a repeated grant is a second row", async () => {
    await my.run(
      "ords.create_role('r'); ords_security.register_client(p_name => 'c', p_grant_type => 'client_credentials', p_support_email => 'a@example.com');",
    );
    await my.run("ords_security.grant_client_role('c', 'r'); ords_security.grant_client_role('c', 'r');");
    assert.deepEqual(await my.column("select role_name from user_ords_client_roles"), ["r", "r"]);
  });

  it("fact 103, 104: a client gets a token with its secret", async () => {
    const made = await client("c", []);
    const { status, text } = await tokenOf(made);
    const { access_token: token, ...rest } = JSON.parse(text) as Record<string, unknown>;
    assert.deepEqual([status, rest], [200, { token_type: "bearer", expires_in: 3600 }]);
    assert.match(token as string, /^[\w-]{22}$/);
    assert.equal((await tokenOf({ ...made, secret: "wrong" })).status, 401);
  });

  it("fact 107, 109, 110, 111, 112: who may not is answered with 401", async () => {
    await my.run(`${module} ${handler("a", "GET", "begin htp.p(:current_user); end;")} ords.create_role('r');
      ords.create_privilege('p', 'r'); ords.create_privilege_mapping('p', '/m/*'); commit;`);
    const good = await client("good", ["r"]);
    const poor = await client("poor", []);
    const anonymous = await side.eventually(() => side.http("/m/a"), 401);
    const { code, message, type, instance } = JSON.parse(anonymous.text) as Record<string, string>;
    assert.deepEqual(
      [code, message, type],
      ["Unauthorized", "Unauthorized", "tag:oracle.com,2020:error/Unauthorized"],
    );
    assert.match(instance ?? "", /^tag:oracle\.com,2020:ecid\//);
    assert.match(String(anonymous.headers["content-type"]), /^application\/problem\+json/);
    for (const token of [poor.token, "x".repeat(22)]) {
      const { status, headers } = await side.http("/m/a", bearer(token));
      assert.equal(status, 401);
      assert.match(
        String(headers["www-authenticate"]),
        /^Bearer realm="Oracle REST Data Services", ?error="invalid_token"$/,
      );
    }
    const answer = await side.http("/m/a", bearer(good.token));
    assert.deepEqual([answer.status, answer.text.trim()], [200, good.id]);
  });

  it("fact 67: a pattern protects all methods of a path", async () => {
    await my.run(`${module} ords.define_template('m', 'a'); ords.define_template('m', 'b/c');
      ords.define_handler('m', 'a', 'GET', 'plsql/block', q'[${says("a")}]'); ords.define_handler('m', 'a', 'POST', 'plsql/block', q'[${says("a")}]');
      ords.define_handler('m', 'b/c', 'POST', 'plsql/block', q'[${says("b")}]');
      ords.create_role('r'); ords.create_privilege('p', 'r'); ords.create_privilege_mapping('p', '/m/b/*'); commit;`);
    await side.eventually(() => side.http("/m/b/c", { method: "POST" }), 401);
    const statuses = [];
    for (const [path, method] of [
      ["/m/a", "GET"],
      ["/m/a", "POST"],
      ["/m/b/c", "POST"],
    ] as const)
      statuses.push((await side.http(path, { method })).status);
    assert.deepEqual(statuses, [200, 200, 401]);
  });

  it("fact 183: a privilege without roles lets in whoever can sign in", async () => {
    await my.run(`${module} ${handler("a", "GET", says("in"))}
      ords.define_privilege('p', owa.vc_arr(), owa.vc_arr('/m/*'), owa.vc_arr()); commit;`);
    await side.eventually(() => side.http("/m/a"), 401);
    const { user, password } = side.access;
    const made = await client("c", []);
    for (const authorization of [basic(user.toUpperCase(), password), `Bearer ${made.token}`])
      assert.equal((await side.http("/m/a", { headers: { authorization } })).status, 200);
    assert.equal(
      (await side.http("/m/a", { headers: { authorization: basic(user.toUpperCase(), "wrong") } })).status,
      401,
    );
  });

  it("fact 135: a handler runs as the schema, whoever calls", async () => {
    await my.run(
      `${module} ${handler("a", "GET", "begin htp.p(sys_context('USERENV', 'CURRENT_SCHEMA') || ' ' || user); end;")} commit;`,
    );
    const { text } = await side.eventually(() => side.http("/m/a"), 200);
    const name = side.access.user.toUpperCase();
    assert.equal(text.trim(), `${name} ${name}`);
  });

  it("fact 113, 114, 116, 169: errors have ORDS's form", async () => {
    await my.run(`${module} ords.define_template('m', 'q'); ords.define_handler('m', 'q', p_source => 'select 1 a from dual');
      ${handler("bad", "GET", "begin raise_application_error(-20001, 'mine'); end;")} commit;`);
    await side.eventually(() => side.http("/m/q"), 200);
    for (const [path, status, code] of [
      ["/m/none", 404, "NotFound"],
      ["/m/q?limit=many", 400, "BadRequest"],
      ["/m/bad", 555, "UserDefinedResourceError"],
    ] as const) {
      const answer = await side.http(path);
      assert.equal(answer.status, status, path);
      assert.equal((JSON.parse(answer.text) as Record<string, unknown>).code, code, path);
    }
    const page = await side.http("/m/none", { headers: { accept: "text/html" } });
    assert.match(String(page.headers["content-type"]), /^text\/html/);
  });

  it("fact 88, 89: old and new secrets are both valid until the old one is revoked", async () => {
    const made = await client("c", []);
    const rotate = async (more = ""): Promise<string> =>
      (
        await my.run(`:s := ords_security.rotate_client_secret(p_name => 'c'${more}); commit;`, {
          s: outText,
        })
      ).s as string;
    const second = { ...made, secret: await rotate() };
    assert.equal((await side.eventually(() => tokenOf(second), 200)).status, 200);
    assert.equal((await tokenOf(made)).status, 200);
    const third = { ...made, secret: await rotate(", p_revoke_existing => true") };
    assert.equal((await side.eventually(() => tokenOf(third), 200)).status, 200);
    assert.deepEqual(
      [(await side.eventually(() => tokenOf(second), 401)).status, (await tokenOf(made)).status],
      [401, 401],
    );
    await my.run("ords_security.delete_client('c'); commit;");
    assert.equal((await side.eventually(() => tokenOf(third), 401)).status, 401);
  });
});
