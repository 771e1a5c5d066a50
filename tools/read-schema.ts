/** Reads the shape of a migrated database from PostgreSQL's catalogue, in an order that depends on nothing but names. */
import type { Client } from 'pg'

export interface Column {
  readonly table: string
  readonly name: string
  /** PostgreSQL's spelling, such as `numeric(12,4)`. */
  readonly type: string
  /** The type's own name, without length: `numeric`, `_text` for an array of text. */
  readonly base: string
  readonly notNull: boolean
  readonly defaultText: string | null
  readonly identity: boolean
  readonly computed: boolean
}

export interface Named {
  readonly table: string
  readonly name: string
  readonly definition: string
}

export interface Schema {
  readonly tables: readonly { readonly name: string; readonly secured: boolean; readonly forced: boolean }[]
  readonly columns: readonly Column[]
  readonly constraints: readonly (Named & { readonly kind: string })[]
  readonly indexes: readonly Named[]
  readonly policies: readonly Named[]
  readonly triggers: readonly Named[]
  readonly functions: readonly string[]
}

const OURS = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'purvey_migrations'`

/** The public schema of the database that `client` is connected to. */
export async function readSchema(client: Client): Promise<Schema> {
  const all = async <Row extends object>(text: string): Promise<Row[]> => (await client.query<Row>(text)).rows
  return {
    tables: await all(`
      select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced
      from pg_class c where ${OURS} order by c.relname collate "C"`),
    columns: await all(`
      select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, t.typname as base,
        a.attnotnull as "notNull", pg_get_expr(d.adbin, d.adrelid) as "defaultText",
        a.attidentity <> '' as identity, a.attgenerated <> '' as computed
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where ${OURS} order by c.relname collate "C", a.attnum`),
    constraints: await all(`
      select c.relname as "table", k.conname as name, k.contype as kind, pg_get_constraintdef(k.oid) as definition
      from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype <> 'n'
      where ${OURS} order by c.relname collate "C", k.contype <> 'p', k.conname collate "C"`),
    indexes: await all(`
      select c.relname as "table", i.relname as name, pg_get_indexdef(x.indexrelid) as definition
      from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
      where ${OURS} and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid and k.conrelid = c.oid)
      order by c.relname collate "C", i.relname collate "C"`),
    policies: await all(`
      select c.relname as "table", p.policyname as name,
        concat_ws(' ', case when p.permissive = 'RESTRICTIVE' then 'as restrictive' end, 'for ' || lower(p.cmd),
          case when p.roles <> '{public}' then 'to ' || array_to_string(p.roles, ', ') end,
          'using (' || p.qual || ')', 'with check (' || p.with_check || ')') as definition
      from pg_class c join pg_policies p on p.schemaname = 'public' and p.tablename = c.relname
      where ${OURS} order by c.relname collate "C", p.policyname collate "C"`),
    triggers: await all(`
      select c.relname as "table", t.tgname as name, pg_get_triggerdef(t.oid) as definition
      from pg_class c join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
      where ${OURS} order by c.relname collate "C", t.tgname collate "C"`),
    functions: (
      await all<{ definition: string }>(`
      select pg_get_functiondef(p.oid) as definition from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
        and not exists (select 1 from pg_depend e where e.objid = p.oid and e.deptype = 'e')
      order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`)
    ).map((row) => row.definition),
  }
}
