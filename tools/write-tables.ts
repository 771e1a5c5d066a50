/** Writes what was read from the catalogue: the TypeScript types of all tables, and a text of the schema for reviewing changes. */
import type { Column, Schema } from './read-schema.ts'

const SCALARS: Readonly<Record<string, string>> = {
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  uuid: 'string',
  inet: 'string',
  numeric: 'string',
  date: 'string',
  time: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  timestamptz: 'Date',
  bytea: 'Buffer',
}

/** The module `src/db/tables.ts`. @throws Error for a type or a name that cannot be translated both ways. */
export function tablesModule(schema: Schema): string {
  const interfaces = schema.tables.map(({ name }) => {
    const columns = schema.columns.filter((column) => column.table === name)
    const lines = columns.map(
      (column) => `  ${camel(column.name)}: ${columnType(column, wordsOf(schema, column))}`,
    )
    return `export interface ${typeName(name)} {\n${lines.join('\n')}\n}\n`
  })
  const tables = schema.tables.map(({ name }) => `  ${camel(name)}: ${typeName(name)}`)
  const body = `${interfaces.join('\n')}\nexport interface Database {\n${tables.join('\n')}\n}\n`
  const kysely = ['ColumnType', 'Generated'].filter((name) => body.includes(`${name}<`))
  const json = ['JsonText', 'JsonValue'].filter((name) => body.includes(name))
  return [
    '/** Generated from the migrated database by tools/generate-tables.ts. Change a migration, not this file. */',
    '/* oxlint-disable max-lines */',
    ...(kysely.length > 0 ? [`import type { ${kysely.join(', ')} } from 'kysely'`] : []),
    ...(json.length > 0 ? [`import type { ${json.join(', ')} } from './json.ts'`] : []),
    `\n${body}`,
  ].join('\n')
}

/** The text `src/db/schema.sql`: what the migrations come to. It is for reading and comparing, not for running. */
export function schemaText(schema: Schema): string {
  const parts = schema.tables.map(({ name, secured, forced }) => {
    const of = <T extends { table: string }>(rows: readonly T[]): T[] =>
      rows.filter((row) => row.table === name)
    const inside = [
      ...of(schema.columns).map((column) => `  ${columnText(column)}`),
      ...of(schema.constraints).map((row) => `  constraint ${row.name} ${row.definition}`),
    ]
    return [
      `create table ${name} (\n${inside.join(',\n')}\n);`,
      ...of(schema.indexes).map((row) => `${row.definition};`),
      ...(secured ? [`alter table ${name} enable row level security;`] : []),
      ...(forced ? [`alter table ${name} force row level security;`] : []),
      ...of(schema.policies).map((row) => `create policy ${row.name} on ${name} ${row.definition};`),
      ...of(schema.triggers).map((row) => `${row.definition};`),
    ].join('\n')
  })
  const functions = schema.functions.map((text) => `${text.trim()};`)
  return `-- Generated from the migrated database by tools/generate-tables.ts: for reading and comparing, not for running.\n\n${[...functions, ...parts].join('\n\n')}\n`
}

function columnText(column: Column): string {
  const words = [column.name, column.type]
  if (column.notNull) words.push('not null')
  if (column.identity) words.push('generated as identity')
  else if (column.computed) words.push(`generated always as (${column.defaultText ?? ''}) stored`)
  else if (column.defaultText !== null) words.push(`default ${column.defaultText}`)
  return words.join(' ')
}

function columnType(column: Column, words: readonly string[]): string {
  const isArray = column.base.startsWith('_')
  const base = isArray ? column.base.slice(1) : column.base
  const maybeNull = column.notNull ? '' : ' | null'
  const hasDefault = column.defaultText !== null || column.identity
  if (base === 'jsonb' || base === 'json') {
    if (isArray)
      throw new Error(`${column.table}.${column.name}: use one jsonb value instead of an array of them.`)
    const maybeMissing = hasDefault || !column.notNull ? ' | undefined' : ''
    return `ColumnType<JsonValue${maybeNull}, JsonText${maybeNull}${maybeMissing}, JsonText${maybeNull}>`
  }
  const scalar = words.length > 0 ? words.map((word) => `'${word}'`).join(' | ') : SCALARS[base]
  if (scalar === undefined) {
    throw new Error(
      `${column.table}.${column.name} has the type ${column.type}, for which tools/write-tables.ts has no TypeScript type: add it.`,
    )
  }
  const type = `${isArray ? `${scalar}[]` : scalar}${maybeNull}`
  if (column.computed) return `ColumnType<${type}, never, never>`
  return hasDefault ? `Generated<${type}>` : type
}

/** The words that a check `column in ('a', 'b')` allows. */
function wordsOf(schema: Schema, column: Column): string[] {
  const check = new RegExp(`^CHECK \\(\\(${column.name} = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$`)
  for (const { table, definition } of schema.constraints) {
    const list = table === column.table ? check.exec(definition)?.[1] : undefined
    if (list === undefined) continue
    const words = [...list.matchAll(/'([^']*)'::text/g)].map((match) => match[1] ?? '')
    if (words.length > 0) return words
  }
  return []
}

function camel(name: string): string {
  if (!/^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/.test(name)) {
    throw new Error(
      `The name "${name}" does not survive the way to TypeScript and back: every word of it has to begin with a letter.`,
    )
  }
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

function typeName(table: string): string {
  const name = camel(table)
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`
}
