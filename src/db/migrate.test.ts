/** Migrations: once, in order, by one of many, and never on a database that they do not fit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../tests/support/test-database.ts'
import { migrate } from './migrate.ts'

const folders: string[] = []
const databases: TestDatabase[] = []

afterAll(async () => {
  for (const database of databases) await database.drop()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const ONE = 'create table one (id int primary key); insert into one values (1);'
const TWO = 'alter table one add column name text not null default $$x$$;'

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'purvey-migrations-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

/** A database without any table. */
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await openTestDatabase()
  databases.push(database)
  await ask(database, 'drop schema public cascade; create schema public')
  return database
}

async function ask(database: TestDatabase, statement: string): Promise<unknown[]> {
  const owner = new Client(database.ownerConnection)
  await owner.connect()
  try {
    return (await owner.query<Record<string, unknown>>(statement)).rows
  } finally {
    await owner.end()
  }
}

describe('migrate', () => {
  it('applies what is missing, in order, once', async () => {
    const database = await emptyDatabase()
    const early = folderWith({ '0001_one.sql': ONE })
    const late = folderWith({ '0001_one.sql': ONE, '0002_two.sql': TWO })
    expect(await migrate(database, early)).toEqual({ applied: ['0001_one.sql'] })
    expect(await migrate(database, early)).toEqual({ applied: [] })
    expect(await migrate(database, late)).toEqual({ applied: ['0002_two.sql'] })
    expect(await ask(database, 'select * from one')).toEqual([{ id: 1, name: 'x' }])
  })

  it('lets one of many at once do it', async () => {
    const database = await emptyDatabase()
    const folder = folderWith({ '0001_one.sql': ONE, '0002_two.sql': TWO })
    const answers = await Promise.all(Array.from({ length: 8 }, () => migrate(database, folder)))
    expect(answers.flatMap((answer) => answer.applied)).toEqual(['0001_one.sql', '0002_two.sql'])
  })

  it('prepares the role race-free for many databases of one server', async () => {
    const several = await Promise.all(Array.from({ length: 4 }, emptyDatabase))
    const folder = folderWith({ '0001_one.sql': ONE })
    const answers = await Promise.all(several.map((database) => migrate(database, folder)))
    expect(answers.flatMap((answer) => answer.applied)).toHaveLength(4)
  })

  it('undoes a migration that fails and keeps the ones before', async () => {
    const database = await emptyDatabase()
    const folder = folderWith({ '0001_one.sql': ONE, '0002_two.sql': `${TWO} select 1 / 0;` })
    await expect(migrate(database, folder)).rejects.toThrow(
      /"0002_two.sql" failed and was undone.*division by zero/,
    )
    expect(await ask(database, 'select * from one')).toEqual([{ id: 1 }])
    expect(await ask(database, 'select number from purvey_migrations')).toEqual([{ number: 1 }])
  })

  it('refuses a database that a newer version has changed', async () => {
    const database = await emptyDatabase()
    await migrate(database, folderWith({ '0001_one.sql': ONE, '0002_two.sql': TWO }))
    const attempt = migrate(database, folderWith({ '0001_one.sql': ONE }))
    await expect(attempt).rejects.toThrow(/changed by a newer Purvey: it has the migration "0002_two.sql"/)
  })

  it('refuses when an applied migration has changed, but not for line ends', async () => {
    const database = await emptyDatabase()
    await migrate(database, folderWith({ '0001_one.sql': `${ONE}\n` }))
    expect(await migrate(database, folderWith({ '0001_one.sql': `${ONE}\r\n` }))).toEqual({ applied: [] })
    const attempt = migrate(database, folderWith({ '0001_one.sql': `${ONE} -- better` }))
    await expect(attempt).rejects.toThrow(/"0001_one.sql" is not the one that was applied/)
  })

  it('refuses names out of order', async () => {
    const database = await emptyDatabase()
    await expect(migrate(database, folderWith({ '0002_two.sql': TWO }))).rejects.toThrow('out of order')
    await expect(migrate(database, folderWith({ 'first.sql': ONE }))).rejects.toThrow('out of order')
  })
})

describe("the product's own migrations", () => {
  it('leave every table that names a supplier behind forced row-level security, keyed by supplier first', async () => {
    const database = await openTestDatabase()
    databases.push(database)
    const wrong = await ask(
      database,
      `select c.relname as open
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'supplier_id'
       left join pg_index i on i.indrelid = c.oid and i.indisprimary
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and (not c.relrowsecurity or not c.relforcerowsecurity or i.indkey[0] is distinct from a.attnum
           or not exists (select 1 from pg_policy p where p.polrelid = c.oid))`,
    )
    expect(wrong).toEqual([])
    const checked = await ask(
      database,
      `select 1 from pg_attribute where attname = 'supplier_id' and attnum > 0`,
    )
    expect(checked.length).toBeGreaterThan(5)
  })
})
