/** The command as it is started: built into a few files, in a process of its own, with its own database and simulator. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetch } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PURVEY, type Started, startProgram } from '../bench/process.ts'
import { connect, getConnection } from '../src/contract/connection.ts'
import { listCustomers } from '../src/contract/customers.ts'
import { approveOrder, getOrder } from '../src/contract/orders.ts'
import { listProducts } from '../src/contract/products.ts'
import { signedInClient } from '../src/demo/api-client.ts'
import { busy, fresh, freshAccount, password } from '../src/demo/demo.ts'
import { importAll, keyOrder, until } from './support/browser.ts'

let dataDir: string
let demo: Started

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'purvey-built-'))
  demo = await startProgram([...PURVEY, 'demo'], { PURVEY_DATA_DIR: dataDir, PORT: '0' })
})
afterAll(async () => {
  await demo.stop()
  await rm(dataDir, { recursive: true })
})

it('serves its pages, and those of the simulator', async () => {
  const api = await signedInClient(demo.url, { email: busy.email, password })
  const { address } = await api.call(getConnection, {})
  for (const url of [demo.url, new URL('/', address).href]) {
    expect(await (await fetch(url)).text(), url).toContain('<!doctype html>')
  }
})

it('has fetched and made smaller the pictures of the sample products', async () => {
  const api = await signedInClient(demo.url, { email: busy.email, password })
  await until(async () => {
    const { items } = await api.call(listProducts, { query: { limit: 50 } })
    return items.some(({ image }) => image !== null)
  })
})

it('connects, imports, and makes one sales order', async () => {
  const api = await signedInClient(demo.url, { email: fresh.email, password })
  await api.call(connect, { body: freshAccount })
  for (const kind of ['customers', 'products'] as const) await importAll(api, kind)
  const { items } = await api.call(listProducts, { query: { limit: 50 } })
  const [customer] = (await api.call(listCustomers, { query: { limit: 1 } })).items
  const { code } = items.find(({ orderable }) => orderable.allowed)!
  const { orderId, revision } = await keyOrder(api, customer!.name, { [code]: '3' })
  await api.call(approveOrder, { params: { orderId }, body: { revision } })
  await until(async () => (await api.call(getOrder, { params: { orderId } })).push.verified === 'verified')
})
