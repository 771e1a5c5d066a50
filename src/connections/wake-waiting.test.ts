/** Pushes that backed off go out as soon as a person has mended the connection, and not minutes later. */
import { afterAll, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import type { SupplierId } from '../core/ids.ts'
import { isRefusal } from '../core/refusal.ts'
import { read } from '../db/transact.ts'
import { startOmniSimulator } from '../simulators/cin7-omni/server.ts'
import { checkConnection } from './check-connection.ts'
import { connect } from './connect.ts'
import { pauseConnection, resumeConnection } from './pause-connection.ts'
import { actorOf, addPush, addSupplier, openDoor, standingClock } from './test-setup.ts'

const { db } = await withDatabase()
const simulator = await startOmniSimulator({
  limits: 'off',
  accounts: [{ apiUsername: 'KereruNZ', connections: [{ name: 'Purvey', key: 'a key' }], seed: 'demo' }],
})
afterAll(() => simulator.close())

const clock = standingClock(new Date())
const limits = { perSecond: 100, perMinute: 1_000, perDay: 5_000 }
const drains: string[] = []
const deps = {
  db,
  clock,
  jobs: { enqueue: async (_: unknown, name: string) => void drains.push(name) },
  erp: openDoor(db, simulator.url, { limits, clock }),
}
const supplierId = await addSupplier(db)
const actor = actorOf(supplierId)

const plantPush = (of: SupplierId, state: 'waiting' | 'parked', unclear: boolean) =>
  addPush(db, of, { state, unclear, nextAttemptAt: later() })

const later = () => new Date(clock.now().getTime() + 600_000)
const dueAt = (of: SupplierId, orderId: string) =>
  read(db, { supplierId: of }, async (tx) => {
    const row = await tx
      .selectFrom('pushes')
      .select('nextAttemptAt')
      .where('orderId', '=', orderId)
      .executeTakeFirstOrThrow()
    return row.nextAttemptAt.getTime()
  })

const mended = {
  'the key is replaced': () => connect(deps, actor, { username: 'KereruNZ', key: 'a key' }),
  'the connection is checked': () => checkConnection(deps, actor),
  'it is resumed': () => resumeConnection(deps, actor),
}

it('is connected first', async () => {
  expect(isRefusal(await mended['the key is replaced']())).toBe(false)
})

it.each(Object.entries(mended))('what waits is due at once when %s', async (_, mend) => {
  const other = await addSupplier(db)
  const waiting = await plantPush(supplierId, 'waiting', false)
  const unclear = await plantPush(supplierId, 'waiting', true)
  const parked = await plantPush(supplierId, 'parked', false)
  const elsewhere = await plantPush(other, 'waiting', false)
  const before = later().getTime()
  clock.move(1_000)
  drains.length = 0
  expect(isRefusal(await mend())).toBe(false)
  expect(await dueAt(supplierId, waiting)).toBeLessThanOrEqual(clock.now().getTime())
  expect(await dueAt(supplierId, unclear)).toBe(before)
  expect(await dueAt(supplierId, parked)).toBe(before)
  expect(await dueAt(other, elsewhere)).toBe(before)
  expect(drains).toEqual(['drain-pushes', 'poll-dispatches'])
})

it('nothing is due when the connection is paused', async () => {
  const waiting = await plantPush(supplierId, 'waiting', false)
  const before = later().getTime()
  expect(isRefusal(await pauseConnection(deps, actor))).toBe(false)
  expect(await dueAt(supplierId, waiting)).toBe(before)
})
