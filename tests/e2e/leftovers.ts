type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Kinds of objects, and the views and columns that list them. */
const lists = {
  schema: ["schemas where status = 'ENABLED'", "parsing_schema"],
  module: ["modules", "name"],
  template: ["templates", "uri_template"],
  handler: ["handlers", "method"],
  role: ["roles", "name"],
  privilege: ["privileges", "name"],
  client: ["clients", "name"],
} as const;

/** Fact 59 and fact 72: these come with ORDS or with the first enabled schema, and stay. */
const builtIn = /^(oracle\.|SQL Developer$|SODA Developer$)/;

/** What users made and ORDS still has, as "module myapi": in every schema, or in that of whoever asks. */
export async function leftovers(query: Query, views: "dba_ords_" | "user_ords_"): Promise<string[]> {
  const left: string[] = [];
  for (const [kind, [from, column]] of Object.entries(lists)) {
    for (const { NAME } of await query(`select ${column} name from ${views}${from}`)) {
      if (!builtIn.test(String(NAME))) left.push(`${kind} ${String(NAME)}`);
    }
  }
  return left;
}
