/** What the call budget promises, on a real database and with several connections to it at once, as several processes have. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { pause } from '../core/clock.ts'
import { openOwned } from '../db/open.ts'
import { type Db, transact } from '../db/transact.ts'
import type { CallPurpose } from '../erp/port.ts'
import {
  type AnsweredTicket,
  budgetOf,
  closeBudget,
  reopenBudget,
  reserveCall,
  type Reservation,
} from './call-store.ts'
import type { ConnectionKey } from './connection-store.ts'
import { addConnection, addSupplier } from './test-setup.ts'

const { db, ownerConnection } = await withDatabase({ poolMax: 6 })
const limits = { perSecond: 3, perMinute: 60, perDay: 5_000 }

async function newKey(): Promise<ConnectionKey> {
  const supplierId = await addSupplier(db)
  return { supplierId, connectionId: await addConnection(db, supplierId) }
}

function ask(
  key: ConnectionKey,
  purpose: CallPurpose = 'push',
  { answered = [], from = db }: { answered?: AnsweredTicket[]; from?: Db } = {},
): Promise<Reservation> {
  return transact(from, { supplierId: key.supplierId }, (tx) =>
    reserveCall(tx, key, purpose, limits, answered),
  )
}

/** Sets the budget to what earlier calls would have made of it; ages are of answered calls. */
async function given(
  key: ConnectionKey,
  { agesMs = [], used = 0, day = 'today' }: { agesMs?: number[]; used?: number; day?: 'today' | 'yesterday' },
): Promise<void> {
  await transact(db, { supplierId: key.supplierId }, (tx) =>
    sql`
      insert into call_budgets (supplier_id, connection_id, recent, used, day) values (${key.supplierId}, ${key.connectionId},
        array(select clock_timestamp() - make_interval(secs => ms / 1000.0) from unnest(${agesMs}::float8[]) ms order by ms desc),
        ${used}, (now() at time zone 'utc')::date - ${day === 'today' ? 0 : 1}::int)
      on conflict (supplier_id, connection_id) do update set recent = excluded.recent, used = excluded.used, day = excluded.day
    `.execute(tx),
  )
}

const budget = (key: ConnectionKey) => transact(db, { supplierId: key.supplierId }, (tx) => budgetOf(tx, key))

describe('the second', () => {
  it('lets three calls go, and tells the fourth how long', async () => {
    const key = await newKey()
    for (let i = 0; i < 3; i += 1) expect(await ask(key)).toMatchObject({ waitMs: 0, reason: null })
    const fourth = await ask(key)
    expect(fourth).toMatchObject({ reason: 'second', ticket: null })
    // Without news of their answers, calls may arrive up to two seconds after they were allowed.
    expect(fourth.waitMs).toBeGreaterThan(2_500)
    expect(fourth.waitMs).toBeLessThanOrEqual(3_050)
  })

  it('counts a call from its answer once that is known', async () => {
    const key = await newKey()
    const tickets = [await ask(key), await ask(key), await ask(key)].map(({ ticket }) => ticket ?? '')
    const answered = tickets.map((ticket) => ({ ticket, msAgo: 0 }))
    const fourth = await ask(key, 'push', { answered })
    expect(fourth.waitMs).toBeGreaterThan(900)
    expect(fourth.waitMs).toBeLessThanOrEqual(1_050)
    // What a refused ask told is not forgotten.
    expect((await ask(key)).waitMs).toBeLessThanOrEqual(1_050)
  })

  it('takes an answer for earlier than it can have been no better than the limit', async () => {
    const key = await newKey()
    await given(key, { agesMs: [900, 500, 100] })
    expect(await ask(key)).toMatchObject({ reason: 'second' })
    expect((await ask(key)).waitMs).toBeLessThanOrEqual(150)
    await given(key, { agesMs: [1_060, 500, 100] })
    expect((await ask(key)).waitMs).toBe(0)
  })

  it('waits itself for what is left when that is next to nothing, and not a moment less', async () => {
    const key = await newKey()
    for (const age of [1_004, 1_000, 995]) {
      await given(key, { agesMs: [age, 500, 100] })
      const [oldest] = (await budget(key))?.recent ?? []
      const { waitMs, ticket } = await ask(key)
      expect(waitMs).toBe(0)
      // A ticket is the latest moment at which its call can arrive: two seconds after it was given.
      expect(Date.parse(ticket ?? '') - 2_000 - Number(oldest)).toBeGreaterThanOrEqual(1_005)
    }
  })
})

describe('the minute', () => {
  it('lets sixty calls go', async () => {
    const key = await newKey()
    await given(key, { agesMs: Array.from({ length: 59 }, (_, i) => 1_100 + i * 900) })
    expect((await ask(key)).waitMs).toBe(0)
    const next = await ask(key)
    expect(next.reason).toBe('minute')
    // The oldest is 53.3 s old.
    expect(next.waitMs).toBeGreaterThan(6_000)
    expect(next.waitMs).toBeLessThanOrEqual(6_750)
  })

  it('forgets what is older, so that the row does not grow', async () => {
    const key = await newKey()
    await given(key, { agesMs: Array.from({ length: 200 }, (_, i) => 61_000 + i) })
    expect((await ask(key)).waitMs).toBe(0)
    expect((await budget(key))?.recent).toHaveLength(1)
  })

  it('is not blocked for long by a database clock that was set back', async () => {
    const key = await newKey()
    await given(key, { agesMs: Array.from({ length: 60 }, () => -3_600_000) })
    expect((await ask(key)).waitMs).toBe(0)
  })
})

describe('the day', () => {
  it.each([
    ['push', 4_999, 0],
    ['push', 5_000, 1],
    ['connect', 4_999, 0],
    ['payment', 4_899, 0],
    ['payment', 4_900, 1],
    ['dispatch', 4_799, 0],
    ['dispatch', 4_800, 1],
    ['refresh', 4_249, 0],
    ['refresh', 4_250, 1],
    ['import', 3_999, 0],
    ['import', 4_000, 1],
  ] as const)('for %s after %i calls', async (purpose, used, refused) => {
    const key = await newKey()
    await given(key, { used })
    const now = Date.now()
    const answer = await ask(key, purpose)
    if (refused === 0) return expect(answer.waitMs).toBe(0)
    expect(answer.reason).toBe('day')
    const midnight = Math.ceil((now + 1) / 86_400_000) * 86_400_000
    expect(Math.abs(answer.waitMs - (midnight - now))).toBeLessThan(2_000)
  })

  it('begins anew at midnight UTC and counts by purpose', async () => {
    const key = await newKey()
    await given(key, { used: 5_000, day: 'yesterday' })
    for (const purpose of ['push', 'import', 'push'] as const)
      expect((await ask(key, purpose)).waitMs).toBe(0)
    expect(await budget(key)).toMatchObject({ used: 3, usedBy: { push: 2, import: 1 } })
  })
})

describe('precedence', () => {
  it('makes others stand back while a push waits, but no connect by a person', async () => {
    const key = await newKey()
    await given(key, { agesMs: [200, 100, 0] })
    expect((await ask(key, 'push')).reason).toBe('second')
    await given(key, { agesMs: [] })
    for (const purpose of ['payment', 'dispatch', 'refresh', 'import'] as const) {
      const answer = await ask(key, purpose)
      expect(answer).toMatchObject({ reason: 'push', ticket: null })
      expect(answer.waitMs).toBeLessThanOrEqual(500)
    }
    expect((await ask(key, 'connect')).waitMs).toBe(0)
    expect((await ask(key, 'push')).waitMs).toBe(0)
    expect((await ask(key, 'import')).waitMs).toBe(0)
  })

  it('does not let a push that died, or that waits for tomorrow, hold the others up', async () => {
    const key = await newKey()
    await given(key, { agesMs: [200, 100, 0] })
    await ask(key, 'push')
    const until = (await budget(key))?.pushWaitingUntil?.getTime() ?? 0
    expect(until - Date.now()).toBeLessThan(3_600)
    const spent = await newKey()
    await given(spent, { used: 5_000 })
    await ask(spent, 'push')
    expect((await budget(spent))?.pushWaitingUntil).toBeNull()
  })

  it('serves a push next while three imports run flat out', async () => {
    const key = await newKey()
    const stop = new AbortController()
    const importing = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const { waitMs, ticket } = await ask(key, 'import')
        if (ticket !== null) await ask(key, 'connect', { answered: [{ ticket, msAgo: 0 }] })
        else await pause(waitMs, stop.signal)
      }
    }
    const imports = [importing(), importing(), importing()]
    await pause(1_500)
    const startedMs = performance.now()
    let asked: Reservation
    while ((asked = await ask(key, 'push')).ticket === null) await pause(Math.min(asked.waitMs, 2_000))
    const neededMs = performance.now() - startedMs
    stop.abort()
    await Promise.all(imports)
    // One window of a second, with two seconds more for calls of which no answer is known.
    expect(neededMs).toBeLessThan(3_500)
  })
})

describe('“too many”', () => {
  it('closes the budget for as long as told, and longer each time in a row', async () => {
    const key = await newKey()
    await ask(key)
    const close = (told?: number) =>
      transact(db, { supplierId: key.supplierId }, (tx) =>
        closeBudget(tx, key, { told, firstMs: 2_000, longestMs: 600_000 }),
      )
    const open = () =>
      transact(db, { supplierId: key.supplierId }, (tx) =>
        sql`update call_budgets set closed_until = clock_timestamp() - interval '1 ms', recent = '{}'`.execute(
          tx,
        ),
      )
    const waits: number[] = []
    for (let i = 0; i < 3; i += 1) {
      await close()
      await close()
      const { reason, waitMs } = await ask(key)
      expect(reason).toBe('closed')
      waits.push(Math.ceil(waitMs / 1_000))
      await open()
    }
    expect(waits).toEqual([2, 4, 8])
    await close(90_000)
    expect((await ask(key)).waitMs).toBeGreaterThan(89_000)
    await open()
    await transact(db, { supplierId: key.supplierId }, (tx) => reopenBudget(tx, key))
    await close()
    expect((await ask(key)).waitMs).toBeLessThanOrEqual(2_000)
  })
})

describe('many at once', () => {
  it('never lets more than three calls arrive in a second, over several processes’ connections', async () => {
    const key = await newKey()
    const others = [await openOwned(ownerConnection, {}), await openOwned(ownerConnection, {})]
    const arrivals: number[] = []
    const endMs = performance.now() + 7_000
    let allowed = 0
    const caller = async (from: Db, seed: number): Promise<void> => {
      let owed: AnsweredTicket[] = []
      for (let i = seed; performance.now() < endMs; i += 1) {
        const { waitMs, ticket } = await ask(key, i % 2 ? 'push' : 'connect', { answered: owed, from })
        owed = []
        if (ticket === null) {
          await pause(Math.min(waitMs, endMs - performance.now()))
          continue
        }
        allowed += 1
        // On its way for a while that differs from call to call, then answered.
        await pause((i * 97) % 300)
        arrivals.push(performance.now())
        owed = [{ ticket, msAgo: 0 }]
      }
    }
    const from = [db, ...others.map((other) => other.db)]
    await Promise.all(from.flatMap((one, i) => [caller(one, i), caller(one, i + 3)]))
    await Promise.all(others.map((other) => other.close()))
    const sorted = arrivals.toSorted((a, b) => a - b)
    const spans = sorted.slice(3).map((at, i) => at - (sorted[i] ?? 0))
    expect(Math.min(...spans)).toBeGreaterThan(1_000)
    expect(allowed).toBeGreaterThan(8)
    expect((await budget(key))?.used).toBe(allowed)
  })

  it('counts each of a crowd once, on a day that nearly ends', async () => {
    const key = await newKey()
    await given(key, { used: 4_998 })
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(key)))
    expect(answers.filter((answer) => answer.ticket !== null)).toHaveLength(2)
    expect(new Set(answers.map((answer) => answer.ticket)).size).toBe(3)
  })

  it('keeps suppliers apart', async () => {
    const [mine, theirs] = [await newKey(), await newKey()]
    await given(mine, { agesMs: [200, 100, 0] })
    expect((await ask(theirs)).waitMs).toBe(0)
    const stranger: ConnectionKey = { ...mine, supplierId: theirs.supplierId }
    await expect(ask(stranger)).rejects.toThrow()
  })
})
