import { strict as assert } from "node:assert";
import { outText, Side } from "./side";
import type { Answer, Session } from "./side";

/** Made by the administrator and dropped at the end. */
const owner = "ORDS_TEST_OTHER";
const password = "Both1_Sides2";
const under = "bothother";

/**
 * What an administrator of ORDS does for other users: on a real database where ORDS_TEST_ADMIN_USER names one, who may also
 * create users.
 */
describe("ORDS's administrator, on the sandbox or a real database", () => {
  let side: Side;
  let admin: Session;

  before(async function () {
    side = await Side.open();
    // A real database of which nobody gave the administrator: only its owner can. The sandbox always has one.
    if (side.access.administrator === undefined) return this.skip();
    admin = await side.connect(side.access.administrator);
    await admin.connection.execute(`create user ${owner} identified by "${password}"`);
    await admin.connection.execute(`grant connect, resource to ${owner}`);
  });
  beforeEach(() =>
    admin.run(
      `ords_admin.enable_schema(p_schema => '${owner}', p_url_mapping_pattern => '${under}', p_auto_rest_auth => false); commit;`,
    ),
  );
  afterEach(() =>
    admin.run(
      `rollback; ords_admin.enable_schema(p_schema => '${owner}', p_enabled => false); ords_admin.drop_rest_for_schema('${owner}'); commit;`,
    ),
  );
  after(async () => {
    if (side.access.administrator !== undefined) {
      await admin.connection.execute(`drop user ${owner} cascade`);
    }
    await side.close();
  });

  const ofOwner = (view: string): string =>
    `dba_ords_${view} v join dba_ords_schemas s on s.id = v.schema_id where s.parsing_schema = '${owner}'`;
  const page = `ords_admin.define_module('${owner}', 'm', '/m/'); ords_admin.define_template('${owner}', 'm', 'a');
    ords_admin.define_handler(p_schema => '${owner}', p_module_name => 'm', p_pattern => 'a', p_method => 'GET',
      p_source_type => 'plsql/block', p_source => q'[begin htp.p(user); end;]');`;
  const get = (path: string, authorization?: string): Promise<Answer> =>
    side.http(path, { under, ...(authorization === undefined ? {} : { headers: { authorization } }) });
  const tokenOf = (id: string, secret: string): Promise<Answer> =>
    side.http("/oauth/token", {
      under,
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      },
      body: "grant_type=client_credentials",
    });

  it("fact 74: enables another's schema, and defines what is served from it", async () => {
    assert.deepEqual(
      await admin.rows(
        `select pattern, status, auto_rest_auth from dba_ords_schemas where parsing_schema = '${owner}'`,
      ),
      [{ PATTERN: under, STATUS: "ENABLED", AUTO_REST_AUTH: "DISABLED" }],
    );
    await admin.run(`${page} commit;`);
    const answer = await side.eventually(() => get("/m/a"), 200);
    assert.deepEqual([answer.status, answer.text.trim()], [200, owner]);
    await admin.run(`ords_admin.publish_module('${owner}', 'm', 'NOT_PUBLISHED'); commit;`);
    assert.equal((await side.eventually(() => get("/m/a"), 404)).status, 404);
  });

  it("fact 74: who has not the administrator's role changes nothing of another's", async () => {
    const my = await side.connect();
    for (const call of [
      `ords_admin.define_module('${owner}', 'm', '/m/')`,
      `ords_admin.create_role('${owner}', 'r')`,
      `ords_security_admin.delete_client('${owner}', 'c')`,
    ])
      assert.match(await my.fails(`${call};`), /^ORA-01031|PLS-00201/, call);
    await my.run("commit;");
    assert.deepEqual(await admin.column(`select v.name from ${ofOwner("modules")}`), []);
    assert.deepEqual(await admin.column(`select v.name from ${ofOwner("roles")} and v.name = 'r'`), []);
    await side.disconnect(my);
  });

  it("its own views are the owner's: the administrator sees another's rows in DBA_ORDS_*", async () => {
    await admin.run(`${page} commit;`);
    assert.deepEqual(await admin.column("select name from user_ords_modules where name = 'm'"), []);
    assert.deepEqual(await admin.column(`select v.name from ${ofOwner("modules")}`), ["m"]);
    assert.deepEqual(await admin.column(`select v.uri_template from ${ofOwner("templates")}`), ["a"]);
    assert.deepEqual(
      await admin.rows(`select v.method, v.source_type, v.source from ${ofOwner("handlers")}`),
      [{ METHOD: "GET", SOURCE_TYPE: "plsql/block", SOURCE: "begin htp.p(user); end;" }],
    );
    const other = await side.connect({ user: owner, password });
    assert.deepEqual(await other.column("select name from user_ords_modules"), ["m"]);
    await side.disconnect(other);
  });

  it("fact 75, 166: registers a client of another's schema, who gets in with its role", async () => {
    await admin.run(`${page} ords_admin.create_role('${owner}', 'r');`);
    await admin.run(`ords_admin.define_privilege(p_schema => '${owner}', p_privilege_name => 'p', p_roles => owa.vc_arr('r'),
      p_patterns => owa.vc_arr('/m/*'), p_modules => owa.vc_arr());`);
    const { id, secret } = await admin.run(
      `declare c ords_metadata.ords_types.t_client_credentials; begin
        c := ords_security_admin.register_client(p_schema => '${owner}', p_name => 'c', p_grant_type => 'client_credentials',
          p_support_email => 'a@example.com', p_client_secret => ords_types.oauth_client_secret());
        ords_security_admin.grant_client_role('${owner}', 'c', 'r');
        :id := c.client_key.client_id; :secret := c.client_secret.secret; commit; end;`,
      { id: outText, secret: outText },
    );
    assert.equal((await side.eventually(() => get("/m/a"), 401)).status, 401);
    const answer = await side.eventually(() => tokenOf(id as string, secret as string), 200);
    const { access_token: token } = JSON.parse(answer.text) as { access_token: string };
    assert.equal((await get("/m/a", `Bearer ${token}`)).status, 200);
    assert.deepEqual(await admin.rows(`select v.name, v.client_id from ${ofOwner("clients")}`), [
      { NAME: "c", CLIENT_ID: id },
    ]);
    await admin.run(`ords_security_admin.delete_client('${owner}', 'c'); commit;`);
    assert.equal((await side.eventually(() => tokenOf(id as string, secret as string), 401)).status, 401);
  });

  it("fact 1, 3: what it does for another is undone by its rollback", async () => {
    await admin.run(page);
    await admin.run("rollback;");
    assert.deepEqual(await admin.column(`select v.name from ${ofOwner("modules")}`), []);
  });

  it("fact 4: waits for the owner who has changed the same module", async () => {
    await admin.run(`${page} commit;`);
    const other = await side.connect({ user: owner, password });
    await other.run("ords.publish_module('m', 'NOT_PUBLISHED');");
    let over = false;
    const rival = admin
      .run(`ords_admin.publish_module('${owner}', 'm', 'PUBLISHED'); commit;`)
      .finally(() => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(over, false);
    await other.run("commit;");
    await rival;
    assert.deepEqual(await admin.column(`select v.status from ${ofOwner("modules")}`), ["PUBLISHED"]);
    await side.disconnect(other);
  });

  it("fact 179: dropping what is not there is silent", async () => {
    await admin.run(`ords_admin.enable_schema(p_schema => '${owner}', p_enabled => false);
      ords_admin.drop_rest_for_schema('${owner}'); ords_admin.drop_rest_for_schema('${owner}');`);
    assert.deepEqual(
      await admin.column(`select 1 from dba_ords_schemas where parsing_schema = '${owner}'`),
      [],
    );
  });
});
