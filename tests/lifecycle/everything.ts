import type { Site } from "./fixture";

/** Everything that ORDS has, without ids, times and secrets. */
export async function everything(site: Site): Promise<unknown> {
  const queries = [
    "select name, uri_prefix, items_per_page, status, comments from ords_metadata.ords_modules order by name",
    "select m.name, t.uri_template, t.priority, t.comments from ords_metadata.ords_templates t join ords_metadata.ords_modules m on m.id = t.module_id order by m.name, t.uri_template",
    "select m.name, t.uri_template, h.method, h.source_type, length(h.source) as length, h.comments from ords_metadata.ords_handlers h join ords_metadata.ords_templates t on t.id = h.template_id join ords_metadata.ords_modules m on m.id = t.module_id order by m.name, t.uri_template, h.method",
    "select count(*) as parameters from ords_metadata.ords_parameters",
    "select name from ords_metadata.sec_roles where name not like 'oracle.%' order by name",
    "select v.name, v.label, r.name as role from ords_metadata.sec_privileges v join ords_metadata.sec_privilege_roles l on l.privilege_id = v.id join ords_metadata.sec_roles r on r.id = l.role_id where v.name not like 'oracle.%' order by v.name, r.name",
    "select v.name, l.pattern from ords_metadata.sec_privileges v join ords_metadata.sec_role_mappings l on l.privilege_id = v.id where v.name not like 'oracle.%' order by v.name, l.pattern",
    "select m.name, o.origins_allowed from ords_metadata.ords_modules m join ords_metadata.sec_origins_allowed_modules o on o.module_id = m.id order by m.name",
    "select c.name, c.description, r.name as role from ords_metadata.oauth_clients c left join ords_metadata.oauth_client_roles g on g.client_id = c.id left join ords_metadata.sec_roles r on r.id = g.role_id order by c.name, r.name",
  ];
  return Promise.all(queries.map((query) => site.rows(query)));
}
