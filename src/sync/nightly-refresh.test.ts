/** The nightly look for changes: when it is due, what it leaves for review, and that it gives way to people. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { isRefusal } from '../core/refusal.ts'
import { beginApplying } from '../imports/begin-applying.ts'
import { chooseRows } from '../imports/choose-rows.ts'
import { showLatestImport } from '../imports/import-view.ts'
import { startImport } from '../imports/start-import.ts'
import { demoKey, type OmniSimulator, startOmniSimulator } from '../simulators/cin7-omni/server.ts'
import { nextNight, nightlyRefresh } from './nightly-refresh.ts'
import { makeSupplier } from './test-supplier.ts'

const { db } = await withDatabase()
let simulator: OmniSimulator
beforeAll(async () => {
  simulator = await startOmniSimulator({
    limits: 'off',
    accounts: [
      {
        apiUsername: 'night',
        connections: [{ name: 'Purvey', key: demoKey }],
        seed: {
          contacts: [
            { id: 1, company: 'One' },
            { id: 2, company: 'Two' },
          ],
        },
      },
    ],
  })
})
afterAll(async () => simulator.close())

test('two o’clock is that of the supplier, also where daylight saving begins', () => {
  const next = (now: string, zone: string) => nextNight(new Date(now), zone).toISOString()
  expect(next('2026-11-23T00:00:00Z', 'Pacific/Auckland')).toBe('2026-11-23T13:00:00.000Z')
  expect(next('2026-11-23T13:00:00Z', 'Pacific/Auckland')).toBe('2026-11-24T13:00:00.000Z')
  // 27 September 2026: two o'clock is skipped in New Zealand.
  expect(next('2026-09-26T13:00:00Z', 'Pacific/Auckland')).toBe('2026-09-26T14:00:00.000Z')
})

test('changes are left for review at night, and a night without changes ends by itself', async () => {
  let now = new Date()
  const omni = { url: simulator.url, username: 'night', key: demoKey }
  const supplier = await makeSupplier(db, omni, { clock: { now: () => now } })
  const { deps, actor, supplierId } = supplier
  const night = () => supplier.write((tx) => nightlyRefresh(tx, deps, supplierId))
  const latest = async () => (await showLatestImport(deps, actor, 'customers')).import
  const started = await startImport(deps, actor, { kind: 'customers' })
  if (isRefusal(started)) throw new Error(started.sentence)
  await supplier.runImports()
  await chooseRows(deps, actor, { importId: started.importId, choice: 'apply', tab: 'new' })
  await beginApplying(deps, actor, started.importId)
  await supplier.runImports()
  supplier.jobs.length = 0

  await night()
  expect(supplier.jobs).toEqual([])
  now = nextNight(now, 'Pacific/Auckland')
  await night()
  await night()
  expect(supplier.jobs.map((job) => job.name)).toEqual(['read-import', 'read-import'])
  await supplier.runImports()
  expect((await latest())?.importId).toBe(started.importId)

  Object.assign(simulator.account('night').contacts()[0]!, { phone: '1' })
  now = nextNight(now, 'Pacific/Auckland')
  await night()
  await supplier.runImports()
  expect(await latest()).toMatchObject({
    state: 'ready',
    counts: { changed: 1, linked: 0, new: 0 },
    sentence: '1 customers have changed in Cin7. Choose what to take over.',
  })
  // A person's import takes its place; the night does not take a person's.
  const own = await startImport(deps, actor, { kind: 'customers' })
  expect(isRefusal(own)).toBe(false)
  now = nextNight(now, 'Pacific/Auckland')
  await night()
  expect((await latest())?.importId).toBe(isRefusal(own) ? '' : own.importId)
})
