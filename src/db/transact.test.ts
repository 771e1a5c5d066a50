/** What transactions promise: all or nothing, one scope, no nesting, and rows of other suppliers out of sight. */
import { sql } from 'kysely'
import { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { newId, type SupplierId, type UserId } from '../core/ids.ts'
import { refuse } from '../core/refusal.ts'
import { read, transact, type Tx } from './transact.ts'

const { db, ownerConnection } = await withDatabase()
const [red, blue] = [newId<SupplierId>(), newId<SupplierId>()]

beforeAll(async () => {
  const owner = new Client(ownerConnection)
  await owner.connect()
  await owner.query(`
    create table marbles (
      supplier_id uuid, marble_id int, colour text, big bigint, day date, primary key (supplier_id, marble_id)
    );
    alter table marbles enable row level security;
    alter table marbles force row level security;
    create policy own on marbles using (supplier_id = nullif(current_setting('purvey.supplier_id', true), '')::uuid);
  `)
  await owner.end()
})

const put = (tx: Tx, supplierId: string, marbleId: number, colour = 'plain') =>
  sql`insert into marbles (supplier_id, marble_id, colour) values (${supplierId}, ${marbleId}, ${colour})`.execute(
    tx,
  )
const colours = async (tx: Tx) =>
  (await sql<{ colour: string }>`select colour from marbles order by colour`.execute(tx)).rows.map(
    (row) => row.colour,
  )
const marblesOf = (supplierId: SupplierId) => read(db, { supplierId }, colours)

describe('transact', () => {
  it('keeps what its work wrote and returns its value', async () => {
    const supplierId = newId<SupplierId>()
    expect(await transact(db, { supplierId }, async (tx) => (await put(tx, supplierId, 1, 'kept'), 7))).toBe(
      7,
    )
    expect(await marblesOf(supplierId)).toEqual(['kept'])
  })

  it('waits for the disk as the database is told to, unless what it commits may be lost', async () => {
    const scope = { supplierId: newId<SupplierId>() }
    const committing = async (tx: Tx) => {
      const setting = sql<{ setting: string; source: string }>`
        select setting, source from pg_settings where name = 'synchronous_commit'`
      return (await setting.execute(tx)).rows[0]
    }
    for (let n = 0; n < 3; n += 1) {
      expect(await transact(db, scope, committing, { mayBeLost: true })).toEqual({
        setting: 'off',
        source: 'session',
      })
      expect((await transact(db, scope, committing))?.source).not.toBe('session')
    }
  })

  it('rolls back when its work returns a refusal, and returns that refusal', async () => {
    const supplierId = newId<SupplierId>()
    const no = refuse('no-marbles', 'No marbles today.', { facts: { left: 0 } })
    const answer = await transact(db, { supplierId }, async (tx) => {
      await put(tx, supplierId, 1)
      return no
    })
    expect(answer).toBe(no)
    expect(await marblesOf(supplierId)).toEqual([])
  })

  it('rolls back when its work throws, and throws the same', async () => {
    const supplierId = newId<SupplierId>()
    const bug = new Error('a bug')
    const attempt = transact(db, { supplierId }, async (tx) => {
      await put(tx, supplierId, 1)
      throw bug
    })
    await expect(attempt).rejects.toBe(bug)
    expect(await marblesOf(supplierId)).toEqual([])
  })

  it('refuses a transaction inside a transaction, of either kind', async () => {
    const inside = [
      (): Promise<unknown> => transact(db, { system: true }, () => Promise.resolve()),
      (): Promise<unknown> => read(db, { system: true }, () => Promise.resolve()),
    ]
    for (const begin of inside) {
      await expect(transact(db, { supplierId: red }, begin)).rejects.toThrow('inside a transaction')
      await expect(read(db, { supplierId: red }, begin)).rejects.toThrow('inside a transaction')
    }
  })

  it('lets go of what was started inside once it has ended', async () => {
    let later = Promise.resolve('' as unknown)
    const ended = Promise.withResolvers<void>()
    await transact(db, { supplierId: red }, async () => {
      later = ended.promise.then(() => read(db, { system: true }, () => Promise.resolve('free')))
    })
    ended.resolve()
    expect(await later).toBe('free')
  })

  it('runs again when PostgreSQL ends it for a deadlock', async () => {
    const supplierId = newId<SupplierId>()
    await transact(db, { supplierId }, async (tx) => {
      await put(tx, supplierId, 1)
      await put(tx, supplierId, 2)
    })
    const bothHoldOne = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const takeMarble = (tx: Tx, id: number) =>
      sql`update marbles set colour = 'taken' where marble_id = ${id}`.execute(tx)
    let retries = 0
    const take = async (mine: number, other: number): Promise<void> => {
      let runs = 0
      await transact(db, { supplierId }, async (tx) => {
        runs += 1
        // PostgreSQL may end both at the same moment: the second time they go in the same order.
        await takeMarble(tx, runs === 1 ? mine : 1)
        bothHoldOne[mine - 1]?.resolve()
        await bothHoldOne[other - 1]?.promise
        await takeMarble(tx, runs === 1 ? other : 2)
      })
      retries += runs - 1
    }
    await Promise.all([take(1, 2), take(2, 1)])
    expect(retries).toBeGreaterThan(0)
    expect(await marblesOf(supplierId)).toEqual(['taken', 'taken'])
  })

  it('gives up after three more attempts', async () => {
    let runs = 0
    const attempt = transact(db, { supplierId: red }, async (tx) => {
      runs += 1
      await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(tx)
    })
    await expect(attempt).rejects.toMatchObject({ code: '40001' })
    expect(runs).toBe(4)
  })

  it('does not report success when the work swallowed a failed statement', async () => {
    const attempt = transact(db, { supplierId: red }, async (tx) => {
      await sql`select 1 / 0`.execute(tx).catch(() => undefined)
      return 'fine'
    })
    await expect(attempt).rejects.toThrow('rolled back instead of committed')
  })

  it('refuses a scope that names nobody', async () => {
    const nobody = '' as SupplierId & UserId
    await expect(transact(db, { supplierId: nobody }, () => Promise.resolve())).rejects.toThrow('not a UUID')
    await expect(transact(db, { userId: nobody }, () => Promise.resolve())).rejects.toThrow('without an id')
  })
})

describe('read', () => {
  it('cannot write', async () => {
    const attempt = read(db, { supplierId: red }, (tx) => put(tx, red, 99))
    await expect(attempt).rejects.toMatchObject({ code: '25006' })
  })

  it('sees one moment throughout', async () => {
    const supplierId = newId<SupplierId>()
    const [first, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const reading = read(db, { supplierId }, async (tx) => {
      const before = await colours(tx)
      first.resolve()
      await written.promise
      return { before, after: await colours(tx) }
    })
    await first.promise
    await transact(db, { supplierId }, (tx) => put(tx, supplierId, 1))
    written.resolve()
    expect(await reading).toEqual({ before: [], after: [] })
  })
})

describe('suppliers are kept apart', () => {
  beforeAll(async () => {
    await transact(db, { supplierId: red }, (tx) => put(tx, red, 1, 'red'))
    await transact(db, { supplierId: blue }, (tx) => put(tx, blue, 1, 'blue'))
  })

  it('each sees its own rows alone', async () => {
    expect(await marblesOf(red)).toEqual(['red'])
    expect(await marblesOf(blue)).toEqual(['blue'])
    expect(await read(db, { system: true }, colours)).toEqual([])
    expect(await read(db, { userId: 'someone' as UserId }, colours)).toEqual([])
  })

  it('each changes its own rows alone', async () => {
    await transact(db, { supplierId: red }, (tx) => sql`update marbles set colour = 'dark red'`.execute(tx))
    await transact(db, { supplierId: red }, (tx) =>
      sql`delete from marbles where supplier_id = ${blue}`.execute(tx),
    )
    expect(await marblesOf(blue)).toEqual(['blue'])
    expect(await marblesOf(red)).toEqual(['dark red'])
    await expect(transact(db, { supplierId: red }, (tx) => put(tx, blue, 2))).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('a scope does not outlive its transaction on the connection', async () => {
    const scopes = await Promise.all(
      Array.from({ length: 40 }, () =>
        read(db, { system: true }, async (tx) => {
          const { rows } = await sql<{ id: string | null }>`
            select nullif(current_setting('purvey.supplier_id', true), '') as id`.execute(tx)
          return rows[0]?.id
        }),
      ),
    )
    expect(new Set(scopes)).toEqual(new Set([null]))
  })

  it('the role can change no table, policy or function, nor switch row security off', async () => {
    const inRed = (statement: string): Promise<unknown> =>
      transact(db, { supplierId: red }, (tx) => sql.raw(statement).execute(tx))
    for (const statement of [
      'alter table marbles disable row level security',
      'drop table marbles',
      'truncate marbles',
      'create table more_marbles (id int)',
      'drop policy own on marbles',
      'create function public.free() returns int language sql return 1',
      `insert into purvey_migrations (number, name, checksum) values (99, 'x', 'x')`,
    ]) {
      await expect(inRed(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
    await expect(inRed('set local row_security = off; select * from marbles')).rejects.toMatchObject({
      code: '42501',
    })
  })
})

it('values arrive exact', async () => {
  const supplierId = newId<SupplierId>()
  const big = Number.MAX_SAFE_INTEGER
  await transact(db, { supplierId }, (tx) =>
    sql`insert into marbles (supplier_id, marble_id, big, day) values (${supplierId}, 1, ${big}, '2026-03-29')`.execute(
      tx,
    ),
  )
  const one = async (expression: string): Promise<unknown> =>
    read(
      db,
      { supplierId },
      async (tx) =>
        (await sql<{ value: unknown }>`select ${sql.raw(expression)} as value from marbles`.execute(tx))
          .rows[0]?.value,
    )
  expect(await one('big')).toBe(big)
  expect(await one('day')).toBe('2026-03-29')
  expect(await one('array[big, null]')).toEqual([big, null])
  expect(await one('array[day]')).toEqual(['2026-03-29'])
  expect(await one('12.3400::numeric(10,4)')).toBe('12.3400')
  expect(await one(`'2026-11-23T10:00:00Z'::timestamptz`)).toEqual(new Date('2026-11-23T10:00:00Z'))
  expect(await one(`'{"snake_case": 1}'::jsonb`)).toEqual({ snake_case: 1 })
  await expect(one('big + 1')).rejects.toThrow('cannot hold exactly')
})
