import assert from "node:assert/strict";
import { people, stage } from "./fixture";
import { fireTrigger, triggersFor } from "./triggers";
import type { TriggerEvent } from "./triggers";

const { signal } = new AbortController();
const inserted: TriggerEvent = {
  event: "insert",
  timing: "before",
  row: { old: undefined, new: { ID: null, NAME: "ada" } },
};

describe("triggers", () => {
  it("change the new row before it is written", async () => {
    const { create, session } = stage(people);
    const { errors } =
      create(`create or replace trigger people_bi before insert or update on people for each row
      when (new.id is null)
      declare n number := 7;
      begin
        if inserting then :new.id := n; end if;
        :new.name := upper(:new.name) || nvl(:old.name, '-');
      end;`);
    assert.deepEqual(errors, []);
    const [trigger] = triggersFor(session, "APP", "PEOPLE", inserted);
    assert.deepEqual(await fireTrigger(session, trigger!, inserted, signal), { ID: 7, NAME: "ADA-" });
    const given: TriggerEvent = { ...inserted, row: { old: undefined, new: { ID: 1, NAME: "x" } } };
    assert.deepEqual(await fireTrigger(session, trigger!, given, signal), { ID: 1, NAME: "x" });
    assert.deepEqual(triggersFor(session, "APP", "PEOPLE", { ...inserted, timing: "after" }), []);
    assert.deepEqual(triggersFor(session, "APP", "OTHERS", inserted), []);
  });
  it("fail with their name", async () => {
    const { create, session } = stage(people);
    create(
      "create trigger t before insert on people for each row\nbegin\n  raise_application_error(-20001, 'no');\nend;",
    );
    const [trigger] = triggersFor(session, "APP", "PEOPLE", inserted);
    await assert.rejects(fireTrigger(session, trigger!, inserted, signal), {
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
