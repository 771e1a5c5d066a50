/** What the tests of this room share: a supplier, a connection, and the door to a simulated Cin7 Omni. Never part of the product. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Clock, systemClock } from '../core/clock.ts'
import { masterKey, type MasterKeys, seal } from '../core/envelope.ts'
import { newId, type SupplierId, type UserId } from '../core/ids.ts'
import { openLog } from '../core/log.ts'
import { json } from '../db/json.ts'
import { type Db, transact, type Tx } from '../db/transact.ts'
import { erpFor } from '../erp/registry.ts'
import type { JobName, JobPayloads, JobQueue } from '../jobs/queue.ts'
import type { ErpDoor } from './erp-door.ts'
import { openErpDoor } from './open-erp-door.ts'
import { keyOwner } from './secrets.ts'

export const testKeys: MasterKeys = [masterKey(randomBytes(32))]

export async function addSupplier(db: Db): Promise<SupplierId> {
  const supplierId = newId<SupplierId>()
  await transact(db, { system: true }, (tx) =>
    tx
      .insertInto('suppliers')
      .values({ supplierId, name: 'Kererū Foods', currency: 'NZD', timeZone: 'Pacific/Auckland' })
      .execute(),
  )
  return supplierId
}

export interface ConnectionSeed {
  readonly username?: string
  readonly key?: string
  readonly keys?: MasterKeys
  readonly priceTier?: string
}

export async function addConnection(
  db: Db,
  supplierId: SupplierId,
  seed: ConnectionSeed = {},
): Promise<string> {
  const connectionId = newId()
  const keyEnvelope = seal(seed.keys ?? testKeys, seed.key ?? 'a key', keyOwner(supplierId, connectionId))
  await transact(db, { supplierId }, (tx) =>
    tx
      .insertInto('connections')
      .values({
        supplierId,
        connectionId,
        adapter: 'cin7-omni',
        username: seed.username ?? 'TestAccount',
        keyEnvelope,
        state: 'connected',
        priceTier: seed.priceTier ?? null,
        priceTiers: json([
          { key: 'retail', label: 'Retail', isDefault: false },
          { key: 'wholesale', label: 'Wholesale', isDefault: true },
        ]),
      })
      .execute(),
  )
  return connectionId
}

/** A push of an order of its own, as far as can be seen of it. Returns the order. */
export async function addPush(
  db: Db,
  supplierId: SupplierId,
  push: {
    readonly state: 'waiting' | 'parked'
    readonly unclear: boolean
    readonly nextAttemptAt: Date
  },
): Promise<string> {
  const orderId = newId()
  const customerId = newId()
  const number = `PV-${orderId.slice(-12)}`
  await transact(db, { supplierId }, async (tx) => {
    await tx.insertInto('customers').values({ supplierId, customerId, name: 'Café Luna' }).execute()
    await tx
      .insertInto('orders')
      .values({
        supplierId,
        orderId,
        number,
        status: 'approved',
        pushState: push.state,
        source: 'staff',
        customerId,
        currency: 'NZD',
        taxTreatment: 'exclusive',
        taxRate: '15',
        taxRounding: 'order',
        productTotal: '1',
        tax: '0.15',
        total: '1.15',
        lineCount: 1,
        createdBy: 'Aroha',
      })
      .execute()
    await tx
      .insertInto('pushes')
      .values({ supplierId, orderId, reference: number, ...push })
      .execute()
  })
  return orderId
}

/** Keeps what was enqueued, exactly if its transaction commits: it is a table of the test's own database. */
export async function openJobTable(
  ownerQuery: (text: string) => Promise<unknown>,
): Promise<JobQueue & { names(db: Db): Promise<string[]> }> {
  await ownerQuery('create table if not exists test_jobs (job_no serial, name text, payload jsonb)')
  return {
    async enqueue<N extends JobName>(tx: Tx, name: N, payload: JobPayloads[N]) {
      await sql`insert into test_jobs (name, payload) values (${name}, ${json(payload)}::jsonb)`.execute(tx)
    },
    names: (db) =>
      transact(db, { system: true }, async (tx) => {
        const { rows } = await sql<{ name: string }>`delete from test_jobs returning name`.execute(tx)
        return rows.map((row) => row.name).toSorted()
      }),
  }
}

export function openDoor(
  db: Db,
  address: string,
  more: { readonly clock?: Clock; readonly limits?: ErpDoor['limits']; readonly keys?: MasterKeys } = {},
): ErpDoor {
  return openErpDoor({
    db,
    clock: systemClock,
    log: openLog('test', 'silent'),
    keys: testKeys,
    address,
    adapter: 'cin7-omni',
    erpFor,
    random: () => 1,
    ...more,
  })
}

export function actorOf(supplierId: SupplierId) {
  return { supplierId, userId: 'user-1' as UserId, name: 'Aroha', role: 'owner' as const }
}

/** A clock that stands until it is moved. */
export function standingClock(at: Date): Clock & { move(ms: number): void } {
  let present = at.getTime()
  return { now: () => new Date(present), move: (ms) => void (present += ms) }
}
