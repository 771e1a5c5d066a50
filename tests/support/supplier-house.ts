/**
 * The product without a browser, for journeys through its API: a served product on a test database, a simulated Cin7 Omni, and a
 * supplier that is connected and has imported everything. Workers are separate, so that a test can kill them.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Configuration } from '../../src/configuration.ts'
import { connect } from '../../src/contract/connection.ts'
import type { AnswerOf } from '../../src/contract/endpoint.ts'
import { approveOrder, getOrder } from '../../src/contract/orders.ts'
import { openLog } from '../../src/core/log.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { type ApiClient, signedInClient } from '../../src/demo/api-client.ts'
import { createSupplierWithOwner } from '../../src/identity/create-supplier.ts'
import { prepareJobs } from '../../src/jobs/prepare.ts'
import { type Product, startProduct } from '../../src/product.ts'
import type { AccountHandle } from '../../src/simulators/cin7-omni/account-handle.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../../src/simulators/cin7-omni/server.ts'
import { importAll, keyOrder, until } from './browser.ts'
import { smallSeed } from './small-seed.ts'
import { openTestDatabase } from './test-database.ts'
import { type WorkerProcess, type WorkerSettings, shortTiming, startWorkerProcess } from './worker-process.ts'

export type Order = AnswerOf<typeof getOrder>

export interface House {
  readonly api: ApiClient
  readonly product: Product
  readonly cin7: AccountHandle
  /** A worker in a process of its own. Killed with the house if it lives then. */
  startWorker(): Promise<WorkerProcess>
  /** A worker in this process, until the house is closed. */
  workHere(): Promise<void>
  /** A placed order of one customer, different in quantity each time. */
  keyOrder(): Promise<Order>
  approve(order: Order): Promise<void>
  order(order: Order): Promise<Order>
  /** Waits until the order's sales order is made and read back. */
  untilRead(order: Order): Promise<Order>
  close(): Promise<void>
}

const owner = { email: 'owner@journey.example', password: 'correct horse battery' }

export async function openHouse(): Promise<House> {
  const closers: (() => Promise<unknown>)[] = []
  const database = await openTestDatabase()
  closers.push(() => database.drop())
  await prepareJobs(database.ownerConnection)
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-journey-'))
  closers.push(() => rm(dataDir, { recursive: true, force: true }))
  const simulator = await startOmniSimulator({
    accounts: [{ apiUsername: demoUsername, seed: smallSeed() }],
    limits: 'off',
  })
  closers.push(() => simulator.close())
  const configuration: Configuration = {
    databaseUrl: undefined,
    dataDir,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    cin7OmniUrl: simulator.url,
    imageHosts: [new URL(simulator.url).host],
    trustProxy: [],
    metricsToken: undefined,
    dispatchPollMs: 2_000,
  }
  const log = openLog('test', 'silent')
  const start = async (roles: { serve: boolean; work: boolean }): Promise<Product> => {
    const product = await startProduct({ configuration, log, ...roles, timing: shortTiming, database })
    closers.push(() => product.stop())
    return product
  }
  const product = await start({ serve: true, work: false })
  const founded = await createSupplierWithOwner(product.services.db, {
    supplierName: 'Journey Foods',
    country: 'New Zealand',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    personName: 'Ana Fraser',
    ...owner,
  })
  if (isRefusal(founded)) throw new Error(founded.sentence)
  const api = await signedInClient(product.url ?? '', owner)
  const settings: WorkerSettings = { ownerConnection: database.ownerConnection, configuration }
  const workers: WorkerProcess[] = []
  closers.push(() => Promise.all(workers.map((worker) => worker.kill())))
  const startWorker = async (): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess(settings)
    workers.push(worker)
    return worker
  }

  await api.call(connect, { body: { username: demoUsername, key: demoKey } })
  const first = await startWorker()
  for (const kind of ['customers', 'products'] as const) await importAll(api, kind)
  await first.kill()
  let quantity = 0
  const orderNow = (order: Order): Promise<Order> =>
    api.call(getOrder, { params: { orderId: order.orderId } })
  return {
    api,
    product,
    cin7: simulator.account(),
    startWorker,
    workHere: async () => void (await start({ serve: false, work: true })),
    keyOrder: () => keyOrder(api, 'Blue Door Café', { 'OIL-5L': String((quantity += 1)), 'TOM-A10': '3' }),
    approve: async (order) =>
      void (await api.call(approveOrder, {
        params: { orderId: order.orderId },
        body: { revision: order.revision },
      })),
    order: orderNow,
    untilRead: async (order) => {
      let now = await orderNow(order)
      await until(async () => {
        now = await orderNow(order)
        return now.push.state === 'in-erp' && now.push.verified !== null
      })
      return now
    },
    close: async () => {
      for (const one of closers.toReversed()) await one()
    },
  }
}
