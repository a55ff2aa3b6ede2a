import { strict as assert } from "node:assert";
import * as oauth from "oauth4webapi";
import oracledb from "oracledb";
import { Sandbox } from "./index";
import { errorOf, out } from "./net/fixture";

const definitions = `
begin
  ords.enable_schema(p_url_mapping_pattern => 'myapi');
  ords.define_module(p_module_name => 'myapi', p_base_path => 'myapi');
  ords.define_template(p_module_name => 'myapi', p_pattern => 'hello');
  ords.define_handler(
    p_module_name => 'myapi', p_pattern => 'hello', p_method => 'POST', p_source_type => ords.source_type_plsql,
    p_source => :source);
  ords.create_role('MYAPI_ROLE');
  declare
    roles owa.vc_arr;
    patterns owa.vc_arr := owa.vc_arr('/myapi/*');
    modules owa.vc_arr;
  begin
    roles(1) := 'MYAPI_ROLE';
    modules(1) := 'myapi';
    ords.define_privilege('MYAPI_PRIV', roles, patterns, modules, p_label => 'My API Access');
  end;
  commit;
end;`;

const registration = `
declare
  made ords_metadata.ords_types.t_client_credentials;
begin
  made := ords_security.register_client(
    p_name => 'myapi_client', p_grant_type => 'client_credentials', p_description => 'Hello', p_support_email => 'a@example.com',
    p_client_secret => ords_types.oauth_client_secret(), p_privilege_names => 'MYAPI_PRIV');
  ords_security.grant_client_role('myapi_client', 'MYAPI_ROLE');
  :id := made.client_key.client_id;
  :secret := made.client_secret.secret;
  commit;
end;`;

const source = `begin
  owa_util.mime_header('application/json', true);
  htp.p('{"message":"Secure Hello World"}');
end;`;

describe("the secure hello, made by hand", () => {
  let sandbox: Sandbox;
  let connection: oracledb.Connection;
  let client: { id: string; secret: string };
  before(async () => {
    sandbox = await Sandbox.start();
    connection = await oracledb.getConnection({
      connectString: sandbox.connectString,
      ...sandbox.user("MYAPI"),
    });
    await connection.execute(definitions, { source });
    const made = await connection.execute<{ id: string; secret: string }>(registration, {
      id: out.text(),
      secret: out.text(),
    });
    client = made.outBinds!;
  });
  after(async () => {
    await connection.close();
    await sandbox.stop();
  });

  const hello = (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${sandbox.baseUrl}/myapi/myapi/hello`, { method: "POST", headers });

  it("is 401 without a token", async () => {
    const response = await hello();
    const { code } = (await response.json()) as { code: string };
    assert.deepEqual([response.status, code], [401, "Unauthorized"]);
  });

  it("is 200 with one that a standard OAuth client has got", async () => {
    const server: oauth.AuthorizationServer = {
      issuer: sandbox.baseUrl,
      token_endpoint: `${sandbox.baseUrl}/myapi/oauth/token`,
    };
    const me: oauth.Client = { client_id: client.id };
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- loopback without TLS
    const http = { [oauth.allowInsecureRequests]: true };
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      me,
      oauth.ClientSecretBasic(client.secret),
      {},
      http,
    );
    const { access_token: token } = await oauth.processClientCredentialsResponse(server, me, answer);
    const response = await hello({ authorization: `Bearer ${token}` });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    assert.deepEqual(await response.json(), { message: "Secure Hello World" });
  });

  it("shows in the views, to its own schema", async () => {
    const query = `select m.name, m.uri_prefix, t.uri_template, h.method, h.source
      from user_ords_modules m
      join user_ords_templates t on t.module_id = m.id
      join user_ords_handlers h on h.template_id = t.id`;
    const { rows } = await connection.execute(query, [], {
      outFormat: oracledb.OUT_FORMAT_OBJECT,
      fetchInfo: { SOURCE: { type: oracledb.STRING } },
    });
    const row = {
      NAME: "myapi",
      URI_PREFIX: "/myapi/",
      URI_TEMPLATE: "hello",
      METHOD: "POST",
      SOURCE: source,
    };
    assert.deepEqual(rows, [row]);
    const other = await oracledb.getConnection({
      connectString: sandbox.connectString,
      ...sandbox.user("OTHER"),
    });
    assert.deepEqual((await other.execute(query)).rows, []);
    await other.close();
    assert.deepEqual(await sandbox.query("select count(*) n from dba_ords_modules"), [{ N: 1 }]);
  });

  it("fact 148: what a block gets wrong is Oracle's error, and leaves nothing behind", async () => {
    const wrong = "begin ords.define_module(p_module_name => 'x', p_path => '/x/'); end;";
    assert.match(
      (await errorOf(connection.execute(wrong))).message,
      /^ORA-06550: line 1, column 7:\nPLS-00306: /,
    );
    const orphan = `begin
      ords.define_module('x', '/x/');
      ords.define_template('nowhere', 'y');
    end;`;
    assert.equal((await errorOf(connection.execute(orphan))).number, 1403);
    const { rows } = await connection.execute("select count(*) from user_ords_modules");
    assert.deepEqual(rows, [[1]]);
  });
});
