import { fails, prints } from "./fixture";

/** Expressions and what PUT_LINE makes of them. */
function shows(name: string, values: Readonly<Record<string, string>>): void {
  const lines = Object.keys(values).map((expression) => `dbms_output.put_line(${expression});`);
  prints(name, `begin\n${lines.join("\n")}\nend;`, ...Object.values(values));
}

describe("NUMBER", () => {
  shows("is decimal", {
    "0.1 + 0.2": ".3",
    "0.1 * 3": ".3",
    "1.1 * 1.1": "1.21",
    "100 * 1.15": "115",
    "1 - 0.9": ".1",
    "-0.5": "-.5",
    "0.07 * 100": "7",
    "4.35 * 100": "435",
  });
  shows("is exact beyond 2 to the 53rd", {
    "9007199254740993": "9007199254740993",
    "9007199254740992 + 1": "9007199254740993",
    "99999999999999999999 * 3": "299999999999999999997",
    "12345678901234567890.12345 + 0.00005": "12345678901234567890.1235",
    "123456789 * 987654321 * 1000": "121932631112635269000",
    "power(2, 100)": "1267650600228229401496703205376",
    "to_number('12345678901234567890') - 1": "12345678901234567889",
    "mod(12345678901234567891, 10)": "1",
    "trunc(12345678901234567890.99)": "12345678901234567890",
  });
  shows("divides to forty digits", {
    "1 / 3": ".3333333333333333333333333333333333333333",
    "2 / 3": ".6666666666666666666666666666666666666667",
    "10 / 4": "2.5",
    "1 / 8": ".125",
    "7 / 7": "1",
  });
  shows("rounds half away from zero", {
    "round(2.5)": "3",
    "round(-2.5)": "-3",
    "round(1.005, 2)": "1.01",
    "round(1234.5, -2)": "1200",
    "trunc(-1.9)": "-1",
    "trunc(1.239, 2)": "1.23",
    "ceil(1.2) || floor(-1.2) || ceil(-1.2) || floor(3)": "2-2-13",
  });
  shows("has its functions", {
    "mod(7, 3) || mod(-7, 3) || mod(7, 0)": "1-17",
    "abs(-1.5) || sign(-3) || sign(0)": "1.5-10",
    "greatest(1, 10, 9) || least('b', 'a')": "10a",
    "nvl(null, 5) || nvl2(1, 'a', 'b') || coalesce(null, null, 3) || nullif(1, 1)": "5a3",
    "sqrt(16) || power(2, 0.5)": "41.4142135623730951",
    "bitand(6, 3)": "2",
    "'5' + '6.5'": "11.5",
    "2 ** 10": "1024",
    "5 mod 3": "2",
  });
  shows("is written by a format", {
    "'[' || to_char(1234.5, '9,999.00') || ']'": "[ 1,234.50]",
    "'[' || to_char(-5, 'FM000') || ']'": "[-005]",
    "'[' || to_char(0.5, 'FM0.00') || ']'": "[0.50]",
    "to_char(12345, 'FM999')": "####",
    "to_char(255, 'FMXX')": "FF",
    "to_number('1,234.5', '9,999.9')": "1234.5",
    "to_char(12345678901234567890, 'FM99999999999999999999')": "12345678901234567890",
  });
  fails("divided by zero", "begin dbms_output.put_line(1 / 0); end;", "ORA-01476: divisor is equal to zero", "ORA-06512: at line 1"); // prettier-ignore
  fails(
    "from a text that is none",
    "begin dbms_output.put_line(to_number('1x')); end;",
    "ORA-06502: PL/SQL: value or conversion error: character to number conversion error",
    "ORA-06512: at line 1",
  );
});

describe("functions of STANDARD", () => {
  shows("on texts", {
    "upper('ab') || lower('CD') || initcap('hello wORLD')": "ABcdHello World",
    "substr('abcdef', 2, 3) || substr('abcdef', -2) || substr('abc', 5)": "bcdef",
    "instr('banana', 'an') || instr('banana', 'an', 1, 2) || instr('banana', 'a', -1) || instr('b', 'x')":
      "2460",
    "replace('a-b-c', '-', '+') || replace('abc', 'b')": "a+b+cac",
    "lpad('7', 3, '0') || rpad('x', 3) || '|' || ltrim('  a') || rtrim('bxx', 'x')": "007x  |ab",
    "trim(' a ') || trim(both 'x' from 'xbx') || trim(leading '0' from '007')": "ab7",
    "length('abc') || length('')": "3",
    "translate('abc', 'ac', 'xz') || chr(65) || ascii('A')": "xbzA65",
    "concat('a', 'b') || reverse('abc')": "abcba",
  });
  shows("with regular expressions", {
    "regexp_replace('a1b22', '[0-9]+', '#')": "a#b#",
    "regexp_replace('John Smith', '(\\w+) (\\w+)', '\\2 \\1')": "Smith John",
    "regexp_substr('a,b,c', '[^,]+', 1, 2)": "b",
    "regexp_instr('abc123', '[[:digit:]]')": "4",
    "regexp_count('banana', 'a')": "3",
    "case when regexp_like('ABC', '^a', 'i') then 'yes' end": "yes",
  });
  shows("on dates", {
    "to_char(sysdate, 'YYYY-MM-DD HH24:MI:SS')": "2026-01-31 12:30:15",
    "to_char(to_date('31/12/2025', 'DD/MM/YYYY') + 1, 'FMDay DD Month YYYY')": "Thursday 1 January 2026",
    "to_char(to_date('05-FEB-26', 'dd-mm-rr'), 'YYYY-MM-DD')": "2026-02-05",
    "to_char(add_months(date '2026-01-31', 1), 'DD-MON-RR')": "28-FEB-26",
    "date '2026-02-01' - date '2026-01-01'": "31",
    "to_char(trunc(sysdate, 'MM'), 'YYYY-MM-DD') || to_char(last_day(sysdate), 'DD')": "2026-01-0131",
    "months_between(date '2026-03-15', date '2026-01-15')": "2",
    "to_char(systimestamp, 'FF3')": "250",
    sysdate: "31-JAN-26",
    "extract(year from sysdate) || extract(month from sysdate)": "20261",
    "to_char(sysdate + interval '1' hour, 'HH24:MI')": "13:30",
    "extract(minute from interval '90' second) || extract(second from interval '-5' second)": "1-5",
    "numtodsinterval(1.5, 'DAY')": "+000000001 12:00:00.000000",
    "numtoyminterval(18, 'MONTH')": "+01-06",
    "systimestamp - systimestamp": "+000000000 00:00:00.000000",
  });
  shows("of the session", {
    user: "APP",
    "sys_context('userenv', 'current_schema') || sys_context('USERENV', 'SESSION_USER')": "APPAPP",
    "case when sys_guid() is not null then 'guid' end": "guid",
  });
});
