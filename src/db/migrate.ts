/**
 * Brings the schema up to this version: numbered SQL files, forward only, each in its own transaction. It refuses a database
 * that a newer Purvey has changed, and one whose applied migrations are not the ones in this folder.
 */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { advisoryLocks } from './advisory-locks.ts'
import type { OpenDatabase } from './open.ts'
import { APP_ROLE } from './pg-config.ts'
import { grantSchema, makeAppRole } from './roles.ts'

interface Migration {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly sql: string
}

type Applied = Pick<Migration, 'number' | 'name' | 'checksum'>

const OWN_FOLDER = join(import.meta.dirname, 'migrations')

/**
 * Applies what is missing and returns the names of what was applied. Several processes may call it at once: one applies, the
 * others wait and find nothing to do. @throws Error with a sentence when the database does not fit this Purvey.
 */
export async function migrate(
  open: Pick<OpenDatabase, 'ownerConnection'>,
  folder: string = OWN_FOLDER,
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder)
  const owner = new Client(open.ownerConnection)
  owner.on('error', () => undefined)
  await owner.connect()
  try {
    await owner.query('select pg_advisory_lock($1)', [advisoryLocks.migrate])
    await makeAppRole(owner)
    await grantSchema(owner, 'public')
    const pending = pendingOf(migrations, await readApplied(owner))
    for (const migration of pending) await apply(owner, migration)
    return { applied: pending.map((migration) => migration.name) }
  } finally {
    await owner.end()
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(/^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1])
      if (number !== index + 1) {
        throw new Error(
          `The migration "${name}" is out of order: the names have to be ${String(index + 1).padStart(4, '0')}_….sql and so on, without gaps.`,
        )
      }
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { number, name, checksum: createHash('sha256').update(text).digest('hex'), sql: text }
    }),
  )
}

async function readApplied(owner: Client): Promise<Applied[]> {
  await owner.query(`
    create table if not exists purvey_migrations (
      number int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    );
    revoke insert, update, delete on purvey_migrations from ${APP_ROLE};
  `)
  const { rows } = await owner.query<Applied>(
    'select number, name, checksum from purvey_migrations order by number',
  )
  return rows
}

/** What is left to apply. Throws when what is applied is not the beginning of what this version has. */
function pendingOf(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  for (const [index, row] of applied.entries()) {
    const ours = migrations[index]
    if (!ours) {
      throw new Error(
        `The database was changed by a newer Purvey: it has the migration "${row.name}" (number ${row.number}), and this version knows ${migrations.length}. Start the newer version, or put back the copy of the database that was made before the upgrade.`,
      )
    }
    if (ours.number !== row.number || ours.checksum !== row.checksum) {
      throw new Error(
        `The migration "${ours.name}" is not the one that was applied to this database as number ${row.number} ("${row.name}"). Applied migrations must never change: use the files of the Purvey release you run, unaltered.`,
      )
    }
  }
  return migrations.slice(applied.length)
}

async function apply(owner: Client, migration: Migration): Promise<void> {
  try {
    await owner.query('begin')
    await owner.query(migration.sql)
    await owner.query('insert into purvey_migrations (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ])
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback').catch(() => undefined)
    throw new Error(
      `The migration "${migration.name}" failed and was undone; the database is as before it. PostgreSQL said: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
}
