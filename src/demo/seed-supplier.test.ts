/** The sample supplier as a visitor finds it: an order is stuck, and its fix can be played to the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../tests/support/browser.ts'
import { hastyErp } from '../../tests/support/hasty-erp.ts'
import { withDatabase } from '../../tests/support/test-database.ts'
import { readConfiguration } from '../configuration.ts'
import { linkCustomer, searchContacts } from '../contract/customers.ts'
import { listInbox } from '../contract/inbox.ts'
import { getOrder } from '../contract/orders.ts'
import { openLog } from '../core/log.ts'
import { isRefusal } from '../core/refusal.ts'
import { createSupplierWithOwner } from '../identity/create-supplier.ts'
import { prepareJobs } from '../jobs/prepare.ts'
import { type Product, startProduct } from '../product.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../simulators/cin7-omni/server.ts'
import { type ApiClient, signedInClient } from './api-client.ts'
import { seedSupplier } from './seed-supplier.ts'

const database = await withDatabase({ poolMax: 20 })
await prepareJobs(database.ownerConnection)
const simulator = await startOmniSimulator({
  accounts: [{ apiUsername: demoUsername, seed: 'demo' }],
  limits: 'off',
})
const dataDir = await mkdtemp(join(tmpdir(), 'purvey-demo-'))
let product: Product
let api: ApiClient

beforeAll(async () => {
  product = await startProduct({
    configuration: readConfiguration({
      PURVEY_DATA_DIR: dataDir,
      PORT: '0',
      CIN7_OMNI_URL: simulator.url,
      PURVEY_IMAGE_HOSTS: new URL(simulator.url).host,
    }),
    log: openLog('test', 'silent'),
    serve: true,
    work: true,
    database,
    erpFor: hastyErp,
  })
  const who = { email: 'owner@example.com', password: 'correct horse battery' }
  const founded = await createSupplierWithOwner(database.db, {
    ...who,
    supplierName: 'Harbour & Hill',
    country: 'New Zealand',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    personName: 'Demo Owner',
  })
  if (isRefusal(founded)) throw new Error(founded.sentence)
  api = await signedInClient(product.url!, who)
  const credentials = { username: demoUsername, key: demoKey }
  await seedSupplier({ api, simulator, credentials, say: () => {}, signal: AbortSignal.timeout(120_000) })
}, 150_000)

afterAll(async () => {
  await product.stop()
  await simulator.close()
  await rm(dataDir, { recursive: true })
})

it('links the stuck order’s customer to the contact that the search by its name finds first', async () => {
  const { groups } = await api.call(listInbox, {})
  expect(groups.map(({ cause, count }) => [cause, count])).toEqual([['customer-not-linked', 1]])
  const params = { orderId: groups[0]!.entries[0]!.orderId! }
  const { customer } = await api.call(getOrder, { params })
  const { items } = await api.call(searchContacts, { query: { search: customer.name } })
  expect(items.map(({ linkedTo }) => linkedTo)).toEqual([null])
  await api.call(linkCustomer, {
    params: { customerId: customer.customerId },
    body: { remoteKey: items[0]!.remoteKey },
  })
  await until(async () => (await api.call(getOrder, { params })).pushState === 'in-erp')
  expect((await api.call(listInbox, {})).groups).toEqual([])
})
