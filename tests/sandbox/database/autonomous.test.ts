import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { Sandbox } from "../index";
import { errorOf } from "../net/fixture";

describe("an autonomous transaction", () => {
  let sandbox: Sandbox;
  let connection: oracledb.Connection;
  before(async () => {
    sandbox = await Sandbox.start();
    connection = await oracledb.getConnection({
      connectString: sandbox.connectString,
      ...sandbox.user("MYAPI"),
    });
    await connection.execute("create table notes (text varchar2(30))");
    await connection.execute(`
      create or replace procedure note(p_text varchar2) as
        pragma autonomous_transaction;
      begin
        insert into notes values (p_text);
        commit;
      end;`);
  });
  beforeEach(async () => {
    await connection.execute("delete from notes");
    await connection.commit();
  });
  after(async () => {
    await connection.close();
    await sandbox.stop();
  });

  const texts = async (): Promise<unknown[]> => {
    const { rows = [] } = await connection.execute<[string]>("select text from notes order by 1");
    return rows.map(([text]) => text);
  };

  it("keeps what it commits when the one around it is undone", async () => {
    await connection.execute("begin insert into notes values ('outer'); note('inner'); rollback; end;");
    assert.deepEqual(await texts(), ["inner"]);
    const failing = "begin insert into notes values ('outer'); note('again'); raise program_error; end;";
    assert.equal((await errorOf(connection.execute(failing))).number, 6501);
    assert.deepEqual(await texts(), ["again", "inner"]);
  });

  it("does not see what is not committed around it", async () => {
    await connection.execute(`
      declare
        function seen return number is
          pragma autonomous_transaction;
          l_count number;
        begin
          select count(*) into l_count from notes;
          return l_count;
        end;
      begin
        insert into notes values ('outer');
        if seen = 0 then note('blind'); end if;
        commit;
      end;`);
    assert.deepEqual(await texts(), ["blind", "outer"]);
  });

  it("is ORA-06519 where it leaves something open, and that is undone", async () => {
    const open = "declare pragma autonomous_transaction; begin insert into notes values ('open'); end;";
    assert.equal((await errorOf(connection.execute(open))).number, 6519);
    assert.deepEqual(await texts(), []);
  });

  it("enables a schema as SQL Developer's wizard writes it", async () => {
    await connection.execute(`
      declare
        pragma autonomous_transaction;
      begin
        ords.enable_schema(p_enabled => true, p_schema => 'MYAPI', p_url_mapping_type => 'BASE_PATH',
                           p_url_mapping_pattern => 'myapi', p_auto_rest_auth => false);
        commit;
      end;`);
    const { rows } = await connection.execute("select pattern from user_ords_schemas");
    assert.deepEqual(rows, [["myapi"]]);
  });
});
