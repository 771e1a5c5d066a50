/** A loop that fails in Purvey itself is seen, and seen no more once it works. */
import { expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { addConnection, addSupplier } from '../connections/test-setup.ts'
import { systemClock } from '../core/clock.ts'
import { read, transact } from '../db/transact.ts'
import { erpStanding } from '../desk/desk-store.ts'
import { listInbox } from '../inbox/list-inbox.ts'
import { noteLoop } from './loop-store.ts'
import { watchLoop } from './watch-loop.ts'

const { db } = await withDatabase()

it('shows a failure at once, tells of the second, and takes both back', async () => {
  const supplierId = await addSupplier(db)
  const connectionId = await addConnection(db, supplierId)
  const loop = { supplierId, connectionId, loop: 'dispatches' } as const
  const fail = () =>
    watchLoop({ db, clock: systemClock }, loop, () => Promise.reject(new TypeError('odd \u0000 thing')))
  const causes = async () => (await listInbox({ db }, { supplierId })).groups.map(({ cause }) => cause)
  const failing = async () => (await read(db, { supplierId }, (tx) => erpStanding(tx, supplierId)))?.failing

  await expect(fail()).rejects.toThrow('odd')
  expect(await failing()).toMatch(/^Reading what changed in Cin7 fails inside Purvey: TypeError, odd thing\./)
  expect(await causes()).toEqual([])
  await expect(fail()).rejects.toThrow('odd')
  await expect(fail()).rejects.toThrow('odd')
  expect(await causes()).toEqual(['loop-failing'])

  const ended = { endedAt: new Date(), outcome: 'ok', sentence: 'Changes read from Cin7', nextAt: null }
  await transact(db, { supplierId }, (tx) => noteLoop(tx, { ...loop, ...ended }))
  expect(await failing()).toBeNull()
  expect(await causes()).toEqual([])
})
