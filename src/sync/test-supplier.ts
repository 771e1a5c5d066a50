/** For tests: a supplier of its own, connected to a simulated Cin7 over real HTTP, with a job queue that runs when told to. */
import { randomBytes } from 'node:crypto'
import { connect } from '../connections/connect.ts'
import { openErpDoor } from '../connections/open-erp-door.ts'
import { type Clock, systemClock } from '../core/clock.ts'
import { masterKey } from '../core/envelope.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import { openLog } from '../core/log.ts'
import { isRefusal } from '../core/refusal.ts'
import { type Db, transact, type Tx } from '../db/transact.ts'
import { makeCin7Omni } from '../erp/cin7-omni/adapter.ts'
import { defaultOmniSettings } from '../erp/cin7-omni/settings.ts'
import type { JobName, JobPayloads, JobQueue } from '../jobs/queue.ts'
import { applyImport } from './apply-import.ts'
import { readImport } from './read-import.ts'

export interface WaitingJob {
  readonly name: JobName
  readonly payload: JobPayloads[JobName]
  readonly startAfter: Date | undefined
}

export interface TestSupplier {
  readonly supplierId: SupplierId
  readonly actor: { readonly supplierId: SupplierId; readonly name: string }
  readonly deps: Awaited<ReturnType<typeof depsFor>>
  readonly jobs: WaitingJob[]
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs the jobs of imports that wait, and those they enqueue, until none is left. Others stay. */
  runImports(): Promise<void>
}

export async function makeSupplier(
  db: Db,
  omni: { readonly url: string; readonly username: string; readonly key: string } | undefined,
  {
    clock = systemClock,
    pageSize = 250,
    timeZone = 'Pacific/Auckland',
  }: { clock?: Clock; pageSize?: number; timeZone?: string } = {},
): Promise<TestSupplier> {
  const supplierId = newId<SupplierId>()
  await transact(db, { system: true }, (tx) =>
    tx
      .insertInto('suppliers')
      .values({ supplierId, name: 'Test Supplier', currency: 'NZD', timeZone })
      .execute(),
  )
  const jobs: WaitingJob[] = []
  const deps = depsFor(db, { jobs, clock, pageSize, url: omni?.url ?? 'http://127.0.0.1:9' })
  const actor = { supplierId, name: 'Ana Test' }
  if (omni) {
    const connected = await connect(deps, actor, { username: omni.username, key: omni.key })
    if (isRefusal(connected)) throw new Error(connected.sentence)
    jobs.length = 0
  }
  const signal = new AbortController().signal
  return {
    supplierId,
    actor,
    deps,
    jobs,
    write: (work) => transact(db, { supplierId }, work),
    runImports: async () => {
      for (let next = take(); next; next = take()) {
        const payload = next.payload as JobPayloads['read-import']
        await (next.name === 'read-import' ? readImport : applyImport)(deps, payload, signal)
      }
      function take(): WaitingJob | undefined {
        const index = jobs.findIndex((job) => job.name === 'read-import' || job.name === 'apply-import')
        return index === -1 ? undefined : jobs.splice(index, 1)[0]
      }
    },
  }
}

function depsFor(
  db: Db,
  { jobs, clock, pageSize, url }: { jobs: WaitingJob[]; clock: Clock; pageSize: number; url: string },
) {
  const log = openLog('test', 'silent')
  const queue: JobQueue = {
    enqueue: async (_tx, name, payload, options) => {
      jobs.push({ name, payload, startAfter: options?.startAfter })
    },
  }
  const adapter = makeCin7Omni({ ...defaultOmniSettings, pageSize, readRetryWaitsMs: [1] })
  const erp = openErpDoor({
    db,
    clock,
    log,
    keys: [masterKey(randomBytes(32))],
    address: url,
    adapter: 'cin7-omni',
    erpFor: () => adapter,
    limits: { perSecond: 10_000, perMinute: 10_000, perDay: 1_000_000 },
  })
  return { db, clock, log, jobs: queue, erp }
}
