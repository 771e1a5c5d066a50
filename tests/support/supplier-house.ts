/**
 * The product without a browser, for journeys through its API: a served product on a test database, a simulated Cin7 Omni, and
 * suppliers that are connected and have imported everything. Workers are separate, so that a test can stop and kill them.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Configuration } from '../../src/configuration.ts'
import { openLog } from '../../src/core/log.ts'
import { prepareJobs } from '../../src/jobs/prepare.ts'
import { type Product, startProduct } from '../../src/product.ts'
import type { CustomSeed } from '../../src/simulators/cin7-omni/seeds/seed.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../../src/simulators/cin7-omni/server.ts'
import type { PushTiming } from '../../src/sync/push-policy.ts'
import { hastyErp, hastyErpOfSmallCalls } from './hasty-erp.ts'
import { type Household, foundHousehold } from './household.ts'
import { smallSeed } from './small-seed.ts'
import { type TestDatabase, openTestDatabase } from './test-database.ts'
import { type WorkerProcess, type WorkerSettings, shortTiming, startWorkerProcess } from './worker-process.ts'

export type { Household, Order } from './household.ts'

/** The first supplier, and the installation that it lives in. */
export interface House extends Household {
  readonly product: Product
  readonly database: TestDatabase
  /** All suppliers, the first among them. */
  readonly households: readonly Household[]
  /** A worker in a process of its own. Killed with the house if it lives then. */
  startWorker(): Promise<WorkerProcess>
  /** A worker in this process, until it is stopped or the house is closed. */
  workHere(): Promise<Product>
  /** Another process's worth of the given roles, in this process. */
  start(roles: { serve: boolean; work: boolean }): Promise<Product>
  close(): Promise<void>
}

export interface HouseOptions {
  /** How many suppliers, each with a Cin7 account of its own. Default 1. */
  readonly households?: number
  /** What differs from `shortTiming`. */
  readonly timing?: Partial<PushTiming>
  readonly dispatchPollMs?: number
  /** Cin7's own limits on calls hold, here and there. Default: none do. */
  readonly withLimits?: true
  /** `SMALL_BATCH` sales orders fill a call of the workers here. Default: as many as Cin7 takes. */
  readonly smallCalls?: true
  readonly seed?: CustomSeed
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const closers: (() => Promise<unknown>)[] = []
  const database = await openTestDatabase({ poolMax: 20 })
  closers.push(() => database.drop())
  await prepareJobs(database.ownerConnection)
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-journey-'))
  closers.push(() => rm(dataDir, { recursive: true, force: true }))
  const usernames = Array.from({ length: options.households ?? 1 }, (_, index) =>
    index === 0 ? demoUsername : `${demoUsername}${index}`,
  )
  const seed = options.seed ?? smallSeed()
  const simulator = await startOmniSimulator({
    accounts: usernames.map((apiUsername) => ({ apiUsername, seed })),
    ...(options.withLimits ? {} : { limits: 'off' as const }),
  })
  closers.push(() => simulator.close())
  const configuration: Configuration = {
    databaseUrl: undefined,
    dataDir,
    host: '127.0.0.1',
    port: 0,
    // Servers and workers of a house are apart, and links have to be the same in all.
    publicUrl: 'http://127.0.0.1:4000',
    cin7OmniUrl: simulator.url,
    imageHosts: [new URL(simulator.url).host],
    trustProxy: [],
    metricsToken: undefined,
    dispatchPollMs: options.dispatchPollMs ?? 2_000,
  }
  const timing = { ...shortTiming, ...options.timing }
  const log = openLog('test', process.env['PURVEY_LOG_LEVEL'] ?? 'silent')
  const start = async (roles: { serve: boolean; work: boolean }): Promise<Product> => {
    const erpFor = options.smallCalls ? hastyErpOfSmallCalls : hastyErp
    const erp = options.withLimits ? {} : { erpFor }
    const product = await startProduct({ configuration, log, ...roles, timing, database, ...erp })
    closers.push(() => product.stop())
    return product
  }
  const product = await start({ serve: true, work: false })
  const { ownerConnection } = database
  const settings: WorkerSettings = {
    ownerConnection,
    configuration,
    timing,
    withLimits: options.withLimits ?? false,
  }
  const workers: WorkerProcess[] = []
  closers.push(() => Promise.all(workers.map((worker) => worker.kill())))
  const startWorker = async (): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess(settings)
    workers.push(worker)
    return worker
  }

  const first = await start({ serve: false, work: true })
  const households = await Promise.all(
    usernames.map((username) =>
      foundHousehold(product, {
        username,
        key: demoKey,
        url: simulator.url,
        cin7: simulator.account(username),
      }),
    ),
  )
  await first.stop()
  return {
    ...households[0]!,
    households,
    product,
    database,
    startWorker,
    workHere: () => start({ serve: false, work: true }),
    start,
    close: async () => {
      for (const one of closers.toReversed()) await one()
    },
  }
}
