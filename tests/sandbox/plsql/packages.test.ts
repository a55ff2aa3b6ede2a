import assert from "node:assert/strict";
import { CollectionValue } from "./catalogue";
import type { Value } from "./catalogue";
import { executeBlock } from "./execute";
import { fails, people, prints, stage } from "./fixture";

const signal = new AbortController().signal;

describe("DBMS_OUTPUT", () => {
  it("gives lines one by one and many at once, as clients fetch them", async () => {
    const { session } = stage();
    const binds = new Map<string, Value>([["N", 10]]);
    await executeBlock(
      session,
      "begin dbms_output.put_line('lost'); dbms_output.enable(null); end;",
      binds,
      signal,
    );
    await executeBlock(session, "begin dbms_output.put('a'); dbms_output.put_line('b'); dbms_output.put_line(''); dbms_output.put_line('c'); end;", binds, signal); // prettier-ignore
    await executeBlock(session, "begin dbms_output.get_line(:line, :status); end;", binds, signal);
    assert.deepEqual([binds.get("LINE"), binds.get("STATUS")], ["ab", 0]);
    await executeBlock(session, "begin dbms_output.get_lines(:lines, :n); end;", binds, signal);
    assert.deepEqual((binds.get("LINES") as CollectionValue).values(), [null, "c"]);
    assert.equal(binds.get("N"), 2);
    await executeBlock(session, "begin dbms_output.get_line(:line, :status); end;", binds, signal);
    assert.deepEqual([binds.get("LINE"), binds.get("STATUS")], [null, 1]);
  });
});

describe("HTP and OWA_UTIL", () => {
  it("write a page with its headers", async () => {
    const { session, lines } = stage();
    session.output.cgi.set("REQUEST_METHOD", "POST");
    const text = `begin
        owa_util.status_line(201, 'Created', false); owa_util.mime_header('application/json', false, 'utf-8');
        htp.p('X-Mine: 1'); owa_util.http_header_close;
        htp.prn('{'); htp.p(1); htp.ps('<&>'); htp.print(owa_util.get_cgi_env('request_method'));
      end;`;
    await lines(text);
    assert.equal(
      session.output.page,
      "Status: 201 Created\nContent-type: application/json; charset=utf-8\nX-Mine: 1\n\n{1\n&lt;&amp;&gt;\nPOST\n",
    );
  });
  it("redirect", async () => {
    const { session, lines } = stage();
    await lines("begin owa_util.redirect_url('/there'); end;");
    assert.equal(session.output.page, "Status: 302 Found\nLocation: /there\n\n");
  });
});

describe("DBMS_LOB", () => {
  prints(
    "makes, appends, reads and cuts",
    `declare l clob; m clob := 'xyz'; v varchar2(10); n integer := 2;
    begin
      dbms_lob.createtemporary(l, true);
      dbms_output.put_line(dbms_lob.getlength(l) || case when l is null then 'null' else 'empty' end);
      dbms_lob.writeappend(l, 3, 'abcdef'); dbms_lob.append(l, m);
      dbms_output.put_line(l || ' ' || dbms_lob.getlength(l) || ' ' || dbms_lob.instr(l, 'x') || ' ' || dbms_lob.substr(l, 2, 3));
      dbms_lob.write(l, 2, 5, '??'); dbms_output.put_line(l);
      dbms_lob.read(l, n, 2, v); dbms_output.put_line(v || n);
      dbms_lob.trim(l, 2); dbms_lob.copy(l, m, 2, 4, 2); dbms_output.put_line(l);
      dbms_output.put_line(dbms_lob.compare('a', 'a') || dbms_lob.istemporary(l));
      dbms_lob.freetemporary(l); if l is null then dbms_output.put_line('freed'); end if;
    end;`,
    "0empty",
    "abcxyz 6 4 cx",
    "abcx??",
    "bc2",
    "ab yz",
    "01",
    "freed",
  );
  prints(
    "has bytes too",
    `declare b blob; r raw(10);
    begin
      dbms_lob.createtemporary(b, true); dbms_lob.writeappend(b, 2, hextoraw('CAFE'));
      dbms_output.put_line(dbms_lob.getlength(b) || rawtohex(dbms_lob.substr(b, 1, 2)));
    end;`,
    "2FE",
  );
  fails(
    "on a locator that is none",
    "declare l clob; begin dbms_lob.writeappend(l, 1, 'a'); end;",
    "ORA-06502: PL/SQL: value or conversion error: invalid LOB locator specified: ORA-22275",
    'ORA-06512: at "SYS.DBMS_LOB", line 1',
    "ORA-06512: at line 1",
  );
});

describe("other packages of SYS", () => {
  prints(
    "DBMS_SESSION and DBMS_APPLICATION_INFO set what SYS_CONTEXT shows",
    `declare m varchar2(9); a varchar2(9);
    begin
      dbms_session.set_identifier('me'); dbms_application_info.set_module('mod', 'act');
      dbms_output.put_line(sys_context('userenv', 'client_identifier') || sys_context('userenv', 'module'));
      dbms_application_info.read_module(m, a); dbms_output.put_line(m || a);
    end;`,
    "memod",
    "modact",
  );
  prints(
    "UTL_RAW, UTL_ENCODE, UTL_URL, DBMS_CRYPTO",
    `begin
      dbms_output.put_line(utl_raw.cast_to_varchar2(utl_encode.base64_encode(utl_raw.cast_to_raw('user:pw'))));
      dbms_output.put_line(utl_raw.cast_to_varchar2(utl_encode.base64_decode(utl_raw.cast_to_raw('dXNlcjpwdw=='))));
      dbms_output.put_line(utl_encode.text_decode(utl_encode.text_encode('hé', 'UTF8', utl_encode.base64), 'UTF8', utl_encode.base64));
      dbms_output.put_line(utl_raw.length('0A0B') || utl_raw.concat('0A', '0B') || utl_raw.substr('0A0B0C', 2, 1));
      dbms_output.put_line(utl_url.escape('a b/c') || utl_url.unescape('%41') || utl_url.escape('a/b', true));
      dbms_output.put_line(lower(rawtohex(dbms_crypto.hash(utl_raw.cast_to_raw('abc'), dbms_crypto.hash_sh1))));
    end;`,
    "dXNlcjpwdw==",
    "user:pw",
    "hé",
    "20A0B0B",
    "a%20b/cAa%2Fb",
    "a9993e364706816aba3e25717850c26c9cd0d89d",
  );
  prints(
    "DBMS_ASSERT",
    `begin
      dbms_output.put_line(dbms_assert.enquote_name('tab') || dbms_assert.enquote_literal('a') || dbms_assert.simple_sql_name('x1'));
      dbms_output.put_line(dbms_assert.sql_object_name('people'));
      dbms_output.put_line(dbms_assert.simple_sql_name('a b'));
    exception when others then dbms_output.put_line(sqlerrm); end;`,
    `"TAB"'a'x1`,
    "people",
    "ORA-44003: invalid SQL name",
  );
  prints(
    "DBMS_RANDOM and DBMS_UTILITY",
    `declare t number := dbms_utility.get_time; n integer; a dbms_utility.uncl_array;
    begin
      if dbms_random.value between 0 and 1 and dbms_random.value(5, 6) >= 5 and length(dbms_random.string('x', 8)) = 8 then
        dbms_output.put_line('random');
      end if;
      dbms_session.sleep(0.02); if dbms_utility.get_time - t between 1 and 50 then dbms_output.put_line('slept'); end if;
      dbms_utility.comma_to_table('a,b', n, a); dbms_output.put_line(n || a(2));
    end;`,
    "random",
    "slept",
    "2b",
  );
  it("sleep ends with the call that waits", async () => {
    const { session } = stage();
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort(new Error("given up"));
    }, 20);
    const sleeping = executeBlock(session, "begin dbms_session.sleep(60); end;", new Map(), abort.signal);
    await assert.rejects(sleeping, /given up/);
  });
});

describe("JSON object types", () => {
  prints(
    "parse, get, put, write",
    `declare o json_object_t := json_object_t.parse('{"name":"Ada","age":36,"ok":true,"tags":["a","b"],"in":{"x":1}}');
      a json_array_t; k json_key_list; i json_object_t; e json_element_t;
    begin
      dbms_output.put_line(o.get_string('name') || o.get_number('age') || o.get_string('none'));
      if o.get_boolean('ok') and o.has('tags') and not o.has('x') then dbms_output.put_line('ok'); end if;
      a := o.get_array('tags');
      for j in 0 .. a.get_size - 1 loop dbms_output.put_line(a.get_string(j)); end loop;
      i := o.get_object('in'); i.put('x', 2);
      e := o.get('in'); i := treat(e as json_object_t); dbms_output.put_line(i.get_number('x'));
      o.remove('in'); o.put('new', 'v'); o.put_null('nil'); o.put('num', 1.5); a.append(7);
      dbms_output.put_line(o.to_string);
      k := o.get_keys; dbms_output.put_line(k.count || k(1));
    end;`,
    "Ada36",
    "ok",
    "a",
    "b",
    "2",
    '{"name":"Ada","age":36,"ok":true,"tags":["a","b",7],"new":"v","nil":null,"num":1.5}',
    "7name",
  );
  prints(
    "made empty",
    `declare o json_object_t := json_object_t(); a json_array_t := new json_array_t; begin a.append(o); o.put('a', a.get_size()); dbms_output.put_line(a.to_clob); end;`,
    '[{"a":1}]',
  );
  fails(
    "of a text that is no JSON",
    "declare o json_object_t; begin o := json_object_t.parse('{'); end;",
    "ORA-40441: JSON syntax error",
    'ORA-06512: at "SYS.JSON_OBJECT_T", line 1',
    "ORA-06512: at line 1",
  );
});

describe("APEX_JSON", () => {
  it("writes to the page", async () => {
    const { session, lines } = stage(people);
    await lines(`declare c sys_refcursor;
      begin
        apex_json.open_object; apex_json.write('id', 1.5); apex_json.write('name', 'A"da'); apex_json.write('nothing', ''); apex_json.write('ok', true);
        apex_json.open_array('list'); apex_json.write(1); apex_json.write('x'); apex_json.close_array;
        open c for select id, name from people; apex_json.write('rows', c);
        apex_json.close_all;
      end;`);
    assert.deepEqual(JSON.parse(session.output.page), {
      id: 1.5,
      name: 'A"da',
      ok: true,
      list: [1, "x"],
      rows: [{ ID: 1, NAME: "Ada" }, { ID: 2, NAME: "Grace" }, { ID: 3 }],
    });
  });
  prints(
    "writes to a CLOB and reads",
    `declare v apex_json.t_values;
    begin
      apex_json.initialize_clob_output; apex_json.open_array; apex_json.write(0.5); apex_json.close_array;
      dbms_output.put_line(replace(apex_json.get_clob_output, chr(10))); apex_json.free_output;
      apex_json.parse('{"a":{"b":[{"c":"x"},{"c":"y"}]},"n":5,"t":true}');
      dbms_output.put_line(apex_json.get_varchar2('a.b[%d].c', 2) || apex_json.get_number(p_path => 'n') || apex_json.get_count('a.b'));
      apex_json.parse(v, '{"n":7}');
      dbms_output.put_line(apex_json.get_number(p_values => v, p_path => 'n') || apex_json.get_varchar2(p_path => 'm', p_default => 'none', p_values => v));
      if apex_json.get_boolean('t') and apex_json.does_exist('a.b') and not apex_json.does_exist('z') then dbms_output.put_line('ok'); end if;
    end;`,
    "[0.5]",
    "y52",
    "7none",
    "ok",
  );
});
