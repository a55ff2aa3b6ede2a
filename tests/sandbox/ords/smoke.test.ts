import { strict as assert } from "node:assert";
import { Bench } from "./fixture";

describe("ords smoke", () => {
  it("defines", async () => {
    const bench = await Bench.open();
    const my = bench.as("MYAPI");
    await my.run("ords.enable_schema;");
    await my.run(`ords.define_module(p_module_name => 'm', p_base_path => 'x'); ords.define_template('m', 'a/:b');
      ords.define_handler(p_module_name => 'm', p_pattern => 'a/:b', p_source => 'select 1 from dual');
      ords.define_parameter('m', 'a/:b', 'GET', 'h', 'b');`);
    console.log(
      my.rows("SCHEMAS"),
      my.rows("MODULES"),
      my.rows("TEMPLATES"),
      my.rows("HANDLERS"),
      my.rows("PARAMETERS"),
      my.rows("PRIVILEGES"),
      my.rows("PRIVILEGE_ROLES"),
    );
    console.log(await my.fails("ords.define_module('n', '/x/');"));
    console.log(await my.fails("ords.define_module('n', p_nothing => '/x/');"));
    console.log(
      await my.run(
        `declare c ords_types.t_client_credentials; begin
      ords.create_role('r');
      c := ords_security.register_client(p_name => 'c', p_grant_type => 'client_credentials', p_client_secret => ords_types.oauth_client_secret());
      ords_security.grant_client_role(p_client_name => 'c', p_role_name => 'r');
      :secret := c.client_secret.secret; :id := c.client_key.client_id; :rot := ords_security.rotate_client_secret(p_name => 'c'); end;`,
        { SECRET: null, ID: null, ROT: null },
      ),
    );
    console.log(my.rows("CLIENTS"), my.rows("CLIENT_ROLES"));
    my.commit();
    console.log(bench.ords.metadata.verifySecret(String(my.rows("CLIENTS")[0]!.ID), "x"));
    assert.ok(true);
    bench.close();
  });
});
