import assert from "node:assert/strict";
import { openDatabase } from "../database";
import { startHttp } from "../http";
import { out } from "./wire";

describe("the CGI environment of a handler", () => {
  it("has the request and its headers", async () => {
    const database = await openDatabase({
      version: "25.4",
      switches: {},
      users: new Map([["APP", "secret"]]),
    });
    const session = database.open("APP", { committing: () => Promise.resolve() });
    await out(
      session,
      `begin
        ords.enable_schema(p_url_mapping_pattern => 'app', p_auto_rest_auth => false);
        ords.define_service(p_module_name => 'm', p_base_path => 'm/', p_pattern => 'cgi', p_method => 'GET', p_source_type => ords.source_type_plsql, p_source => q'[begin
          owa_util.mime_header('text/plain');
          for name in (select column_value n from table(sys.odcivarchar2list('REQUEST_METHOD', 'QUERY_STRING', 'SCRIPT_NAME', 'PATH_INFO', 'AUTHORIZATION', 'HTTP_X_MINE', 'X-Mine'))) loop
            htp.p(name.n || '=' || owa_util.get_cgi_env(name.n));
          end loop;
        end;]');
        commit;
      end;`,
    );
    const server = await startHttp(database);
    try {
      const response = await fetch(`http://127.0.0.1:${server.port}/ords/app/m/cgi?a=1&b=x%20y`, {
        headers: { "X-Mine": "yes" },
      });
      assert.equal(response.status, 200);
      assert.equal(
        await response.text(),
        "REQUEST_METHOD=GET\nQUERY_STRING=a=1&b=x+y\nSCRIPT_NAME=/ords/app\nPATH_INFO=/m/cgi\nAUTHORIZATION=\nHTTP_X_MINE=yes\nX-Mine=yes\n",
      );
    } finally {
      await server.stop();
      session.close();
    }
  });
});
