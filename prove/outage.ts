/**
 * R5: Cin7 is down, the key is revoked, the day's calls are spent; each for the same time, each with a supplier of its own.
 * Nothing may be parked order by order, and afterwards all must catch up without anybody doing anything.
 */
import { sql } from 'kysely'
import type { Row } from '../bench/numbers.ts'
import type { Order } from '../bench/supplier.ts'
import { listInbox } from '../src/contract/inbox.ts'
import { pause } from '../src/core/clock.ts'
import { transact } from '../src/db/transact.ts'
import type { Chance } from './chance.ts'
import { type House, type World, inWords, isClean, judge, openWorld } from './world.ts'

interface Trouble {
  readonly name: string
  readonly words: string
  begin(world: World, house: House): Promise<void>
  end(world: World, house: House): Promise<void>
}

const down = (kind: 'reset' | 'html503' | 'hang' | 'tooMany', words: string): Trouble => ({
  name: `Down${kind}`,
  words,
  begin: (_world, { cin7 }) => Promise.resolve(void cin7.armFault({ kind, when: 'before' })),
  end: (_world, { cin7 }) => Promise.resolve(cin7.clearFaults()),
})

const troubles: readonly Trouble[] = [
  down('reset', 'Cin7 down, connections reset'),
  down('html503', 'Cin7 down, 503 with a page'),
  down('hang', 'Cin7 down, no answers'),
  down('tooMany', "Cin7's own count of the day is spent (429)"),
  {
    name: 'Revoked',
    words: 'key revoked',
    begin: (_world, { cin7 }) => Promise.resolve(cin7.revokeKey()),
    end: (_world, { cin7 }) => Promise.resolve(cin7.restoreKey()),
  },
  {
    name: 'Spent',
    words: "the day's calls spent",
    begin: ({ database }, { supplierId }) =>
      transact(database.open.db, { supplierId }, async (tx) => {
        await sql`update call_budgets set used = 5000 where supplier_id = ${supplierId}`.execute(tx)
      }),
    // As midnight does: the day of the count is over.
    end: ({ database }, { supplierId }) =>
      transact(database.open.db, { supplierId }, async (tx) => {
        await sql`update call_budgets set day = day - 1 where supplier_id = ${supplierId}`.execute(tx)
      }),
  },
]

/** A wait may have grown to ten minutes; then the sweep and the push itself. */
const CATCH_UP_MS = 15 * 60_000
const PAUSE_MS = 10_000

export async function outage(
  chance: Chance,
  { server, minutes, orders: count }: { server: string | undefined; minutes: number; orders: number },
): Promise<Row[]> {
  const world = await openWorld(
    troubles.map(({ name }) => name),
    server,
  )
  try {
    const worker = await world.startWorker()
    const all = world.houses.map((house) => ({ house, orders: [] as Order[] }))
    const approveSome = async (most: number): Promise<void> => {
      for (const { house, orders } of all) {
        const keyed = await house.keyOrders(chance.between(1, most))
        orders.push(...keyed)
        await house.approve(keyed)
      }
    }
    for (const [index, trouble] of troubles.entries()) await trouble.begin(world, all[index]!.house)
    const endsAt = performance.now() + minutes * 60_000
    while (performance.now() < endsAt) {
      if ((all[0]?.orders.length ?? 0) < count) await approveSome(10)
      await pause(Math.min(PAUSE_MS, Math.max(0, endsAt - performance.now())))
    }
    const parked = await Promise.all(all.map(({ house }) => entriesOfOrders(house)))
    const made = all.map(({ house, orders }) => {
      const numbers = new Set(orders.map(({ number }) => number))
      return house.cin7.salesOrders().filter(({ reference }) => numbers.has(reference)).length
    })
    const endedAt = performance.now()
    for (const [index, trouble] of troubles.entries()) await trouble.end(world, all[index]!.house)
    const rows: Row[] = []
    for (const [index, { words }] of troubles.entries()) {
      const one = all[index]!
      const verdict = await judge(world, [one], CATCH_UP_MS)
      rows.push({
        figure: 'R5',
        what: `${words}, for ${minutes} min: ${made[index]} of ${one.orders.length} made meanwhile; caught up at the latest ${Math.round((performance.now() - endedAt) / 1000)} s after`,
        goal: 'nothing parked, all caught up',
        floor: '',
        ours: `${parked[index]} parked meanwhile; ${inWords(verdict)}`,
        ratio: '',
        reached: parked[index] === 0 && isClean(verdict),
      })
    }
    await worker.stop()
    return rows
  } finally {
    await world.close()
  }
}

/** Entries of the error inbox that are about one order, not about the connection. */
async function entriesOfOrders({ api }: House): Promise<number> {
  const { groups } = await api.call(listInbox, {})
  return groups.flatMap(({ entries }) => entries).filter((entry) => entry.orderId !== null).length
}
