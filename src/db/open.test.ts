/** Opening: the way in through an address or a data directory, and every connection that must be refused. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { isOutOfReach } from './out-of-reach.ts'
import { read, transact } from './transact.ts'

// A server of its own: the role is the whole server's, and other tests work as it at this moment.
const dataDir = mkdtempSync(join(tmpdir(), 'purvey-open-'))
const embedded = await openDatabase({ dataDir, applicationName: 'opening' })
const { host = '' } = embedded.ownerConnection
const url = `postgres:///purvey?host=${encodeURIComponent(host)}&user=purvey`

afterAll(async () => {
  await embedded.close()
  rmSync(dataDir, { recursive: true })
})

const whoAmI = (open: typeof embedded): Promise<unknown> =>
  read(open.db, { system: true }, async (tx) => {
    const { rows } = await sql`
      select current_user as role, current_setting('application_name') as name, current_setting('timezone') as zone,
        current_setting('work_mem') as work_mem`.execute(tx)
    return rows[0]
  })

async function asOwner(statement: string): Promise<unknown[]> {
  const owner = new Client(embedded.ownerConnection)
  await owner.connect()
  try {
    return (await owner.query(statement)).rows
  } finally {
    await owner.end()
  }
}

describe('openDatabase', () => {
  it('works as the application role once the database is migrated, and not before', async () => {
    await expect(whoAmI(embedded)).rejects.toThrow(/purvey_app/)
    await migrate(embedded)
    expect(await whoAmI(embedded)).toMatchObject({ role: 'purvey_app', name: 'opening', zone: 'UTC' })
    expect(embedded.server).toBe('embedded')
  })

  it('opens an address, keeping the options that it carries', async () => {
    const open = await openDatabase({ url: `${url}&options=-c%20work_mem%3D3MB` })
    try {
      expect(open.server).toBe('given')
      expect(await whoAmI(open)).toMatchObject({ role: 'purvey_app', name: 'purvey', workMem: '3MB' })
      const client = new Client(open.appConnection)
      await client.connect()
      expect((await client.query('select current_user as role')).rows).toEqual([{ role: 'purvey_app' }])
      await client.end()
    } finally {
      await open.close()
    }
  })

  it('closes once however often it is asked, and leaves a server it joined running', async () => {
    const joined = await openDatabase({ dataDir })
    expect(joined.server).toBe('attached')
    await whoAmI(joined)
    await Promise.all([joined.close(), joined.close()])
    expect(await whoAmI(embedded)).toMatchObject({ role: 'purvey_app' })
  })

  it('survives connections that break while idle, and says so', async () => {
    const lost = Promise.withResolvers<Error>()
    const open = await openDatabase({ dataDir, applicationName: 'breaking', onConnectionLost: lost.resolve })
    await whoAmI(open)
    await asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'breaking'`,
    )
    expect(String(await lost.promise)).toMatch(/terminat/)
    expect(await whoAmI(open)).toMatchObject({ role: 'purvey_app' })
    await open.close()
  })

  it('knows an error of a connection that is gone from one of a statement', async () => {
    const open = await openDatabase({ dataDir, applicationName: 'breaking' })
    const thrownBy = (statement: string) =>
      transact(open.db, { system: true }, (tx) => sql.raw(statement).execute(tx)).then(
        () => undefined,
        (error: unknown) => error,
      )
    const broken = thrownBy('select pg_sleep(60)')
    await expect
      .poll(() =>
        asOwner(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'breaking' and query like 'select pg_sleep%'`,
        ),
      )
      .toHaveLength(1)
    expect(isOutOfReach(await broken)).toBe(true)
    expect(isOutOfReach(await thrownBy('select 1 / 0'))).toBe(false)
    await open.close()
  })

  it('refuses to work, and to migrate, when the role could see past row-level security', async () => {
    await asOwner('alter role purvey_app bypassrls')
    const open = await openDatabase({ url })
    try {
      await expect(whoAmI(open)).rejects.toThrow(
        /must work as the database role purvey_app.*which can bypass it/,
      )
      await expect(whoAmI(open)).rejects.toThrow(/must work as the database role purvey_app/)
      await expect(migrate(open)).rejects.toThrow(/may bypass row-level security/)
    } finally {
      await asOwner('alter role purvey_app nobypassrls')
    }
    expect(await whoAmI(open)).toMatchObject({ role: 'purvey_app' })
    await open.close()
  })

  it('says in a sentence what is wrong with an address, without its password', async () => {
    await expect(openDatabase({ url: 'mysql://root@localhost/x' })).rejects.toThrow(
      /not the address of a PostgreSQL/,
    )
    await expect(openDatabase({})).rejects.toThrow(/No database was named/)
    const closed = openDatabase({ url: 'postgres://ann:hunter2@127.0.0.1:1/shop' })
    await expect(closed).rejects.toThrow(/127\.0\.0\.1:1, database "shop", user "ann".*Is it running/)
    await expect(closed).rejects.not.toThrow(/hunter2/)
    const unknown = openDatabase({ url: url.replace('user=purvey', 'user=nobody') })
    await expect(unknown).rejects.toThrow(/does not let Purvey in.*"nobody"/)
  })
})
