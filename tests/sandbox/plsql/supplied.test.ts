import assert from "node:assert/strict";
import oracledb from "oracledb";
import { Sandbox } from "../index";
import { errorOf } from "../net/fixture";

/** Packages that every database has, for strangers' handlers and installers. */
describe("supplied packages", () => {
  let sandbox: Sandbox;
  let my: oracledb.Connection;
  let admin: oracledb.Connection;

  const rows = async (sql: string, as = my): Promise<unknown[][]> =>
    (await as.execute<unknown[]>(sql)).rows ?? [];
  const fails = async (text: string, as = my): Promise<string> => (await errorOf(as.execute(text))).message;

  /** What a block prints. */
  async function lines(text: string): Promise<string[]> {
    await my.execute("begin dbms_output.disable; dbms_output.enable; end;");
    await my.execute(text);
    const { outBinds } = await my.execute<{ l: string[] }>("begin dbms_output.get_lines(:l, :n); end;", {
      l: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxArraySize: 100 },
      n: { dir: oracledb.BIND_INOUT, type: oracledb.NUMBER, val: 100 },
    });
    return outBinds!.l;
  }

  before(async () => {
    sandbox = await Sandbox.start();
    const { connectString } = sandbox;
    my = await oracledb.getConnection({ connectString, ...sandbox.user("MYAPI") });
    admin = await oracledb.getConnection({ connectString, ...sandbox.user("ADMIN") });
    await my.execute("create table t (a number, b varchar2(10))");
  });
  after(async () => {
    await my.close();
    await admin.close();
    await sandbox.stop();
  });

  it("compile in whoever calls them, and say that they are not supported when they are called", async () => {
    await my.execute(`create or replace procedure call_out(url varchar2) is
        req utl_http.req; resp utl_http.resp; line varchar2(4000);
        mail utl_smtp.connection; tcp utl_tcp.connection; file utl_file.file_type;
      begin
        if url is null then return; end if;
        req := utl_http.begin_request(url, 'POST', utl_http.http_version_1_1);
        utl_http.set_header(r => req, name => 'Content-Type', value => 'application/json');
        resp := utl_http.get_response(req);
        if resp.status_code = utl_http.http_ok then utl_http.read_line(resp, line, true); end if;
        utl_http.end_response(resp);
        mail := utl_smtp.open_connection('localhost', 25); utl_smtp.helo(mail, 'me'); utl_smtp.write_data(mail, utl_tcp.crlf);
        file := utl_file.fopen('D', 'f', 'w'); utl_file.put_line(file, 'x'); utl_file.fclose(file);
      exception
        when utl_http.request_failed or utl_http.end_of_body then null;
        when utl_file.invalid_path then null;
      end;`);
    assert.deepEqual(await rows("select text from user_errors"), []);
    await my.execute("begin call_out(null); end;");
    assert.match(
      await fails("begin call_out('http://localhost'); end;"),
      /^ORA-03001: unimplemented feature: UTL_HTTP\.BEGIN_REQUEST is not supported by the sandbox/,
    );
    assert.match(await fails("begin utl_http.set_header(1, 2, 3, 4); end;"), /PLS-00306/);
    assert.match(
      await fails("begin utl_http.nonesuch; end;"),
      /ORA-03001: unimplemented feature: UTL_HTTP\.NONESUCH is not supported/,
    );
    assert.match(await fails("begin utl_inaddr.nonesuch; end;"), /PLS-00302/);
    assert.match(
      await fails("begin apex_web_service.clear_request_headers; end;"),
      /PLS-00201: identifier 'APEX_WEB_SERVICE\.CLEAR_REQUEST_HEADERS' must be declared/,
    );
  });

  it("do nothing in silence", async () => {
    for (const call of ["dbms_job.remove(1)", "dbms_metadata.close(1)", "utl_tcp.close_all_connections"])
      assert.match(await fails(`begin ${call}; end;`), /ORA-03001: .* is not supported by the sandbox/);
  });

  it("are seen by those who may execute them", async () => {
    const call = "begin dbms_alert.set_defaults(5); end;";
    assert.match(await fails(call), /PLS-00201: identifier 'DBMS_ALERT\.SET_DEFAULTS' must be declared/);
    assert.match(await fails(call, admin), /ORA-03001: .*DBMS_ALERT\.SET_DEFAULTS is not supported/);
    const seen =
      "select count(*) from all_objects where object_name = 'DBMS_ALERT' and object_type = 'PACKAGE'";
    assert.deepEqual(await rows(seen), [[0]]);
    assert.match(await fails("grant execute on dbms_alert to other"), /^ORA-04042/);
    assert.match(await fails("grant execute on utl_http to other"), /^ORA-01031: insufficient privileges/);
    await admin.execute("grant execute on dbms_alert to myapi");
    assert.match(await fails(call), /ORA-03001/);
    assert.deepEqual(await rows(seen), [[1]]);
  });

  it("DBMS_SQL parses, binds, executes, describes and fetches", async () => {
    assert.deepEqual(
      await lines(`declare
          c integer := dbms_sql.open_cursor; n integer; a number; b varchar2(10); d dbms_sql.desc_tab; cnt integer; r sys_refcursor;
        begin
          dbms_sql.parse(c, 'insert into t values (:a, :b)', dbms_sql.native);
          for i in 1 .. 3 loop
            dbms_sql.bind_variable(c, ':a', i); dbms_sql.bind_variable(c, 'b', 'row ' || i);
            n := dbms_sql.execute(c); dbms_output.put_line('inserted ' || n);
          end loop;
          dbms_sql.parse(c, 'select a, b from t where a > :low order by a', dbms_sql.native);
          dbms_sql.bind_variable(c, ':low', 1);
          dbms_sql.define_column(c, 1, a); dbms_sql.define_column(c, 2, b, 10);
          dbms_sql.describe_columns(c, cnt, d);
          for i in 1 .. cnt loop dbms_output.put_line(d(i).col_name || ' ' || d(i).col_type); end loop;
          n := dbms_sql.execute(c);
          while dbms_sql.fetch_rows(c) > 0 loop
            dbms_sql.column_value(c, 1, a); dbms_sql.column_value(c, 2, b); dbms_output.put_line(a || ': ' || b);
          end loop;
          dbms_sql.parse(c, 'begin :x := :y * 2; end;', dbms_sql.native);
          dbms_sql.bind_variable(c, 'x', 0); dbms_sql.bind_variable(c, 'y', 21);
          n := dbms_sql.execute(c); dbms_sql.variable_value(c, 'x', a); dbms_output.put_line(a);
          dbms_sql.parse(c, 'select b from t where a = 3', dbms_sql.native);
          n := dbms_sql.execute(c); r := dbms_sql.to_refcursor(c); fetch r into b; dbms_output.put_line(b);
          rollback;
        end;`),
      ["inserted 1", "inserted 1", "inserted 1", "A 2", "B 1", "2: row 2", "3: row 3", "42", "row 3"],
    );
    assert.match(await fails("declare n integer; begin n := dbms_sql.execute(77); end;"), /^ORA-01001: invalid cursor/); // prettier-ignore
    const bad =
      "declare c integer := dbms_sql.open_cursor; begin dbms_sql.parse(c, 'select no from t', 1); end;";
    assert.match(await fails(bad), /^ORA-00904/);
  });

  it("DBMS_SCHEDULER keeps jobs, and runs one that it is told to run", async () => {
    await my.execute(`begin
      dbms_scheduler.create_job(job_name => 'nightly', job_type => 'PLSQL_BLOCK', job_action => 'begin insert into t values (7, null); end;',
        start_date => systimestamp, repeat_interval => 'FREQ=DAILY; BYHOUR=2', enabled => true, comments => 'Cleans');
      dbms_scheduler.create_program('p', 'STORED_PROCEDURE', 'call_out', enabled => true);
      dbms_scheduler.create_schedule('s', repeat_interval => 'FREQ=HOURLY');
      dbms_scheduler.create_job('by_name', program_name => 'p', schedule_name => 's');
      dbms_scheduler.run_job('nightly');
    end;`);
    const jobs = "select job_name, state, run_count, repeat_interval, program_name from user_scheduler_jobs order by 1"; // prettier-ignore
    assert.deepEqual(await rows(jobs), [
      ["BY_NAME", "DISABLED", 0, null, "p"],
      ["NIGHTLY", "SCHEDULED", 1, "FREQ=DAILY; BYHOUR=2", null],
    ]);
    assert.deepEqual(await rows("select a from t"), [[7]]);
    assert.match(await fails("begin dbms_scheduler.create_job('nightly', 'PLSQL_BLOCK', 'null;'); end;"), /^ORA-27477: "MYAPI"\."NIGHTLY" already exists/); // prettier-ignore
    await my.execute(`begin
      dbms_scheduler.disable('nightly'); dbms_scheduler.set_attribute('nightly', 'repeat_interval', 'FREQ=WEEKLY'); end;`);
    assert.deepEqual((await rows(jobs))[1], ["NIGHTLY", "DISABLED", 1, "FREQ=WEEKLY", null]);
    await my.execute("begin dbms_scheduler.drop_job('nightly, by_name'); dbms_scheduler.drop_program('p'); dbms_scheduler.drop_schedule('s'); end;"); // prettier-ignore
    assert.deepEqual(await rows(jobs), []);
    assert.match(await fails("begin dbms_scheduler.drop_job('nightly'); end;"), /^ORA-27475: unknown job "MYAPI"\."NIGHTLY"/); // prettier-ignore
    await admin.execute("create user jobless identified by jobless_1");
    await admin.execute("grant create session to jobless");
    const { connectString } = sandbox;
    const jobless = await oracledb.getConnection({ connectString, user: "jobless", password: "jobless_1" });
    assert.match(await fails("begin dbms_scheduler.create_job('j', 'PLSQL_BLOCK', 'null;'); end;", jobless), /^ORA-27486: insufficient privileges/); // prettier-ignore
    await jobless.close();
  });

  it("DBMS_NETWORK_ACL_ADMIN keeps who may reach which hosts", async () => {
    await admin.execute(`begin
      dbms_network_acl_admin.append_host_ace(host => 'API.example.com', lower_port => 443, ace => xs$ace_type(
        privilege_list => xs$name_list('http', 'connect'), principal_name => 'MYAPI', principal_type => xs_acl.ptype_db));
      dbms_network_acl_admin.create_acl('mail.xml', 'Mail', 'MYAPI', true, 'connect');
      dbms_network_acl_admin.assign_acl('mail.xml', 'mail.example.com', 25);
      commit; end;`);
    assert.deepEqual(
      await rows("select host, lower_port, upper_port, principal, privilege, grant_type from dba_host_aces order by 1, 5", admin), // prettier-ignore
      [
        ["api.example.com", 443, 443, "MYAPI", "CONNECT", "GRANT"],
        ["api.example.com", 443, 443, "MYAPI", "HTTP", "GRANT"],
        ["mail.example.com", 25, 25, "MYAPI", "CONNECT", "GRANT"],
      ],
    );
    assert.deepEqual(await rows("select count(*) from user_host_aces"), [[3]]);
    await admin.execute(`begin
      dbms_network_acl_admin.remove_host_ace('api.example.com', 443, 443, xs$ace_type(privilege_list => xs$name_list('http'), principal_name => 'MYAPI'));
      dbms_network_acl_admin.drop_acl('mail.xml'); commit; end;`);
    assert.deepEqual(await rows("select privilege from dba_host_aces", admin), [["CONNECT"]]);
  });

  it("UTL_I18N, UTL_COMPRESS and DBMS_XMLGEN change texts", async () => {
    assert.deepEqual(
      await lines(`declare packed raw(2000); begin
        dbms_output.put_line(utl_i18n.unescape_reference('a &lt; b &#233; &amp;c'));
        dbms_output.put_line(utl_i18n.escape_reference('a < b'));
        dbms_output.put_line(utl_i18n.string_to_raw('é', 'AL32UTF8') || utl_i18n.raw_to_char(hextoraw('C3A9'), 'AL32UTF8'));
        dbms_output.put_line(dbms_xmlgen.convert('<a>') || dbms_xmlgen.convert('&lt;', dbms_xmlgen.entity_decode));
        packed := utl_compress.lz_compress(utl_raw.cast_to_raw('text'));
        dbms_output.put_line(utl_raw.cast_to_varchar2(utl_compress.lz_uncompress(packed)));
      end;`),
      ["a < b é &c", "a &lt; b", "C3A9é", "&lt;a&gt;<", "text"],
    );
  });

  it("DBMS_STATS looks whether the table is there", async () => {
    await my.execute("begin dbms_stats.gather_table_stats(user, 'T', cascade => true); dbms_stats.gather_schema_stats(ownname => user); end;"); // prettier-ignore
    assert.match(await fails("begin dbms_stats.gather_table_stats(user, 'NO'); end;"), /^ORA-20000: Unable to analyze TABLE "MYAPI"\."NO"/); // prettier-ignore
  });

  it("WPG_DOCLOAD sends a BLOB, OWA_COOKIE sets and reads cookies", async () => {
    await my.execute(
      `begin
        ords.enable_schema(p_url_mapping_pattern => 'files'); ords.define_module('m', '/m/');
        ords.define_template('m', 'f'); ords.define_handler('m', 'f', 'GET', 'plsql/block', :f);
        ords.define_template('m', 'c'); ords.define_handler('m', 'c', 'GET', 'plsql/block', :c); commit; end;`,
      {
        f: "declare b blob := hextoraw('00FF10'); begin owa_util.mime_header('application/pdf', false); htp.p('Content-Disposition: attachment'); owa_util.http_header_close; wpg_docload.download_file(b); end;", // prettier-ignore
        c: "declare c owa_cookie.cookie := owa_cookie.get('seen'); begin owa_util.mime_header('text/plain', false); owa_cookie.send('seen', '1', path => '/'); owa_util.http_header_close; htp.prn(c.num_vals || case when c.num_vals > 0 then c.vals(1) end); end;", // prettier-ignore
      },
    );
    const file = await fetch(`${sandbox.baseUrl}/files/m/f`);
    assert.deepEqual([...Buffer.from(await file.arrayBuffer())], [0, 255, 16]);
    assert.equal(file.headers.get("content-type"), "application/pdf");
    assert.equal(file.headers.get("content-disposition"), "attachment");
    const url = `${sandbox.baseUrl}/files/m/c`;
    const first = await fetch(url);
    assert.deepEqual([await first.text(), first.headers.get("set-cookie")], ["0", "seen=1; path=/"]);
    const second = await fetch(url, { headers: { cookie: "a=b; seen=me" } });
    assert.equal(await second.text(), "1me");
  });
});
