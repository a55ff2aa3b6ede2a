import type { BenchSession } from "./fixture";

/** A module with a template, two handlers and a parameter. */
export const whole = `ords.define_module('m', '/m/', p_items_per_page => 10, p_comments => 'old');
  ords.define_template('m', 'a');
  ords.define_handler('m', 'a', 'GET', p_source => 'select 1 from dual');
  ords.define_handler('m', 'a', 'POST', 'plsql/block', 'begin null; end;');
  ords.define_parameter('m', 'a', 'GET', 'h', 'b'); commit;`;

/** How many modules, templates, handlers and parameters there are. */
export function sizes(session: BenchSession): number[] {
  return (["MODULES", "TEMPLATES", "HANDLERS", "PARAMETERS"] as const).map(
    (view) => session.rows(view).length,
  );
}
