/** Two runs of one connection beside each other, as after a kill or with a slow Cin7: the changes are read on by one of them. */
import { afterAll, beforeEach, expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { addConnection, addSupplier, openDoor } from '../connections/test-setup.ts'
import { systemClock } from '../core/clock.ts'
import { openLog } from '../core/log.ts'
import { read, transact } from '../db/transact.ts'
import { type RawAnswer, json, startRawServer } from '../erp/cin7-omni/raw-server.ts'
import { findLoop, noteLoop } from './loop-store.ts'
import { pollDispatches } from './poll-dispatches.ts'

const { db } = await withDatabase()
const omni = await startRawServer()
afterAll(() => omni.close())

const enqueued: string[] = []
beforeEach(() => {
  enqueued.length = 0
})
const deps = {
  db,
  clock: systemClock,
  log: openLog('test', 'silent'),
  jobs: {
    enqueue: async (_: unknown, name: string) => {
      enqueued.push(name)
    },
  },
  erp: openDoor(db, omni.url),
  pollEveryMs: 0,
}
const never = new AbortController().signal
const salesOrder = (id: number, modifiedDate: string) => ({ id, reference: `OTHER-${id}`, modifiedDate })

/** Answers once it is let go. */
function held(answer: RawAnswer): { answer: RawAnswer; arrived: Promise<void>; letGo: () => void } {
  const arrived = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  return {
    answer: (...it) => {
      arrived.resolve()
      void free.promise.then(() => answer(...it))
    },
    arrived: arrived.promise,
    letGo: () => free.resolve(),
  }
}

it.each([
  ['from the beginning', false],
  ['from a cursor', true],
])('of two runs %s, the one that was overtaken ends', async (_, hasCursor) => {
  const supplierId = await addSupplier(db)
  const payload = { supplierId, connectionId: await addConnection(db, supplierId) }
  const cursor = async (): Promise<unknown> =>
    (await read(db, { supplierId }, (tx) => findLoop(tx, { ...payload, loop: 'dispatches' })))?.cursor
  if (hasCursor) {
    const stands = { loop: 'dispatches', outcome: 'ok', sentence: 'Fine', endedAt: new Date(0) } as const
    await transact(db, { supplierId }, (tx) =>
      noteLoop(tx, { ...payload, ...stands, nextAt: null, cursor: { since: '2026-11-02T00:00:00Z' } }),
    )
  }
  const before = await cursor()
  expect(before === undefined).toBe(!hasCursor)

  // A full page, which the slow one would go on from.
  const full = Array.from({ length: 250 }, (__, n) => salesOrder(n + 2, '2026-11-03T00:00:00Z'))
  const slow = held(json(full))
  omni.answer(slow.answer, json([salesOrder(2, '2026-11-03T00:00:00Z')]))
  const overtaken = pollDispatches(deps, payload, never)
  await slow.arrived
  await pollDispatches(deps, payload, never)
  const after = await cursor()
  expect(after).not.toEqual(before)
  slow.letGo()
  await overtaken

  expect(omni.requests).toHaveLength(2)
  expect(enqueued).toEqual(['poll-dispatches'])
  expect(await cursor()).toEqual(after)
})

it('one that failed meanwhile leaves the cursor where the other put it', async () => {
  const supplierId = await addSupplier(db)
  const payload = { supplierId, connectionId: await addConnection(db, supplierId) }
  const loop = () => read(db, { supplierId }, (tx) => findLoop(tx, { ...payload, loop: 'dispatches' }))
  const slow = held(json({ message: 'Too long' }, 400))
  omni.answer(slow.answer, json([salesOrder(1, '2026-11-03T00:00:00Z')]))
  const overtaken = pollDispatches(deps, payload, never)
  await slow.arrived
  await pollDispatches(deps, payload, never)
  const after = await loop()
  expect(after).toMatchObject({ lastOutcome: 'ok', cursor: expect.anything() })
  slow.letGo()
  await overtaken
  expect(await loop()).toEqual(after)
  expect(enqueued).toEqual(['poll-dispatches'])
})
