import assert from "node:assert/strict";
import { people, stage } from "./fixture";
import { Triggers } from "./triggers";
import type { RowChange, TriggerRow } from "./triggers";

function inserted(row: TriggerRow): RowChange {
  return { event: "insert", old: undefined, new: row };
}

describe("triggers", () => {
  it("change the new row before it is written", async () => {
    const { create, session } = stage(people);
    const triggers = new Triggers(session, () => undefined);
    assert.equal(triggers.has("APP", "PEOPLE"), false);
    const { errors } =
      create(`create or replace trigger people_bi before insert or update on people for each row
      when (new.id is null)
      declare n number := 7;
      begin
        if inserting then :new.id := n; end if;
        :new.name := upper(:new.name) || nvl(:old.name, '-');
      end;`);
    assert.deepEqual(errors, []);
    assert.equal(triggers.has("APP", "PEOPLE"), true);
    const before = (change: RowChange): Promise<TriggerRow | undefined> =>
      triggers.before("APP", "PEOPLE", change);
    assert.deepEqual(await before(inserted({ ID: null, NAME: "ada" })), { ID: 7, NAME: "ADA-" });
    assert.deepEqual(await before(inserted({ ID: 1, NAME: "x" })), { ID: 1, NAME: "x" });
    const updated: RowChange = { event: "update", old: { ID: 1, NAME: "a" }, new: { ID: null, NAME: "b" } };
    assert.deepEqual(await before(updated), { ID: null, NAME: "Ba" });
  });
  it("run after a change, on the tables they are for", async () => {
    const { create, session } = stage(people);
    const triggers = new Triggers(session, () => undefined);
    create(
      "create trigger t after delete on people for each row begin dbms_output.put_line('gone ' || :old.id); end;",
    );
    session.output.lines = [];
    await triggers.after("APP", "PEOPLE", { event: "delete", old: { ID: 5, NAME: null }, new: undefined });
    await triggers.after("APP", "PEOPLE", inserted({ ID: 1, NAME: null }));
    await triggers.after("OTHER", "PEOPLE", { event: "delete", old: { ID: 6, NAME: null }, new: undefined });
    assert.deepEqual(session.output.lines, ["gone 5"]);
  });
  it("fail with their name", async () => {
    const { create, session } = stage(people);
    const triggers = new Triggers(session, () => undefined);
    create(
      "create trigger t before insert on people for each row\nbegin\n  raise_application_error(-20001, 'no');\nend;",
    );
    await assert.rejects(triggers.before("APP", "PEOPLE", inserted({ ID: 1, NAME: "x" })), {
      message:
        "ORA-20001: no\nORA-06512: at \"APP.T\", line 3\nORA-04088: error during execution of trigger 'APP.T'",
    });
  });
  it("refuse changes of the old row, and columns that are not there", () => {
    const { create } = stage(people);
    const { errors } = create(
      "create trigger t before insert on people for each row begin :old.id := 1; :new.foo := 2; end;",
    );
    assert.deepEqual(
      errors.filter(({ text }) => text.startsWith("PLS")).map(({ text }) => text.slice(0, 9)),
      ["PLS-00363", "PLS-00302"],
    );
  });
});
