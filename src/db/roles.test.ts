/** That users with few rights can prepare the application's role and enter it. A server of its own: roles are the whole server's. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, afterEach, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { read } from './transact.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'purvey-roles-'))
const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir })
const version = await asUser('purvey', 'postgres', 'show server_version_num')

afterEach(() => asUser('purvey', 'postgres', 'drop database shop', 'drop role purvey_app', 'drop role owner'))
afterAll(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true })
})

async function asUser(user: string, database: string, ...statements: string[]): Promise<unknown> {
  const client = new Client({ ...server.connection, user, database })
  await client.connect()
  try {
    let last: unknown
    for (const statement of statements) {
      const { rows } = await client.query<Record<string, unknown>>(statement)
      last = Object.values(rows[0] ?? {})[0]
    }
    return last
  } finally {
    await client.end()
  }
}

/** Migrates the database `shop` as its owner, twice, and says as which role Purvey then works. */
async function workingRole(): Promise<unknown> {
  const open = await openDatabase({
    url: `postgres:///shop?host=${encodeURIComponent(server.connection.host)}&user=owner`,
  })
  try {
    await migrate(open)
    await migrate(open)
    return await read(open.db, { system: true }, async (tx) => {
      const { rows } = await sql<{ role: string }>`select current_user as role`.execute(tx)
      return rows[0]?.role
    })
  } finally {
    await open.close()
  }
}

it.skipIf(Number(version) < 160_000)('makes the role and enters it with nothing but CREATEROLE', async () => {
  await asUser(
    'purvey',
    'postgres',
    'create role owner login createrole nosuperuser',
    'create database shop owner owner',
  )
  expect(await workingRole()).toBe('purvey_app')
})

it.skipIf(Number(version) < 160_000)(
  'enters a role that the owner made but may only administer',
  async () => {
    await asUser(
      'purvey',
      'postgres',
      'create role owner login createrole nosuperuser',
      'create database shop owner owner',
    )
    await asUser('owner', 'shop', 'create role purvey_app nologin')
    expect(await asUser('owner', 'shop', `select pg_has_role('purvey_app', 'SET')`)).toBe(false)
    expect(await workingRole()).toBe('purvey_app')
  },
)

it('works for an owner without rights, prepared by an administrator who is no superuser', async () => {
  await asUser('purvey', 'postgres', 'create role administrator login createrole createdb nosuperuser')
  // What docs/operating.md tells an administrator to do.
  await asUser(
    'administrator',
    'postgres',
    'create role owner login',
    'create role purvey_app nologin nosuperuser nobypassrls',
    'grant purvey_app to owner',
    'grant owner to current_user',
    'create database shop owner owner',
  )
  expect(await workingRole()).toBe('purvey_app')
})

it('says what to do when the owner may not make the role', async () => {
  await asUser(
    'purvey',
    'postgres',
    'create role owner login nocreaterole',
    'create database shop owner owner',
    'create role purvey_app nologin',
  )
  await expect(workingRole()).rejects.toThrow(/may not prepare the role.*grant purvey_app to that user/)
})
