/** All SQL behind the desk's frame and first page. It reads only, but for the supplier's settings. */
import { type Selectable, type Updateable, sql } from 'kysely'
import type { SupplierId } from '../core/ids.ts'
import type { SuppliersTable } from '../db/tables.ts'
import type { Tx } from '../db/transact.ts'

export type SupplierRow = Selectable<SuppliersTable>

export async function supplierRow(tx: Tx, supplierId: SupplierId): Promise<SupplierRow> {
  return tx.selectFrom('suppliers').selectAll().where('supplierId', '=', supplierId).executeTakeFirstOrThrow()
}

/** Changes settings at the revision that was seen; undefined when it is not the present one. */
export async function changeSupplier(
  tx: Tx,
  {
    supplierId,
    revision,
    set,
  }: { supplierId: SupplierId; revision: number; set: Updateable<SuppliersTable> },
): Promise<SupplierRow | undefined> {
  return tx
    .updateTable('suppliers')
    .set({ ...set, settingsRevision: revision + 1 })
    .where('supplierId', '=', supplierId)
    .where('settingsRevision', '=', revision)
    .returningAll()
    .executeTakeFirst()
}

export interface ErpStanding {
  readonly state: string
  readonly stateSentence: string | null
  readonly paused: boolean
  /** When Cin7, which could not be reached, is tried again; over, but not null, until an answer comes. */
  readonly retryAt: Date | null
  readonly closedUntil: Date | null
  /** The sentence of a loop that fails in Purvey itself. */
  readonly failing: string | null
  /** The sentence of sending, or else of following dispatches, that has to wait for its turn: the day's calls are spent, say. */
  readonly held: string | null
}

/** The live connection with what holds its calls back. */
export async function erpStanding(tx: Tx, supplierId: SupplierId): Promise<ErpStanding | undefined> {
  return tx
    .selectFrom('connections')
    .leftJoin('callBudgets', (join) =>
      join
        .onRef('callBudgets.supplierId', '=', 'connections.supplierId')
        .onRef('callBudgets.connectionId', '=', 'connections.connectionId'),
    )
    .select((get) => [
      'state',
      'stateSentence',
      'paused',
      'retryAt',
      'closedUntil',
      get
        .selectFrom('loops')
        .select('lastSentence')
        .whereRef('loops.supplierId', '=', 'connections.supplierId')
        .whereRef('loops.connectionId', '=', 'connections.connectionId')
        .where('lastOutcome', '=', 'failed')
        .orderBy('loop')
        .limit(1)
        .as('failing'),
      get
        .selectFrom('loops')
        .select('lastSentence')
        .whereRef('loops.supplierId', '=', 'connections.supplierId')
        .whereRef('loops.connectionId', '=', 'connections.connectionId')
        .where('lastOutcome', '=', 'busy')
        .where('loop', 'in', ['pushes', 'dispatches'])
        .where('nextAt', '>', sql<Date>`now()`)
        .orderBy('loop', 'desc')
        .limit(1)
        .as('held'),
    ])
    .where('connections.supplierId', '=', supplierId)
    .where('state', '<>', 'disconnected')
    .executeTakeFirst()
}

/** Since when the push that waits longest has been due, and how many wait. */
export async function waitingPushes(
  tx: Tx,
  supplierId: SupplierId,
): Promise<{ count: number; oldestDueAt: Date | null }> {
  return tx
    .selectFrom('pushes')
    .select((get) => [
      get.fn.countAll<number>().as('count'),
      get.fn.min<Date | null>('createdAt').as('oldestDueAt'),
    ])
    .where('supplierId', '=', supplierId)
    .where('state', 'in', ['waiting', 'sending'])
    .executeTakeFirstOrThrow()
}

export async function countOpenInbox(tx: Tx, supplierId: SupplierId): Promise<number> {
  const { count } = await tx
    .selectFrom('inboxEntries')
    .select((get) => get.fn.countAll<number>().as('count'))
    .where('supplierId', '=', supplierId)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

export async function countToReview(tx: Tx, supplierId: SupplierId): Promise<number> {
  const { count } = await tx
    .selectFrom('orders')
    .select((get) => get.fn.countAll<number>().as('count'))
    .where('supplierId', '=', supplierId)
    .where('status', '=', 'placed')
    .executeTakeFirstOrThrow()
  return count
}

export interface DayCounts {
  readonly waiting: number
  readonly parked: number
  readonly inErp: number
  readonly shippedToday: number
  readonly placedToday: number
}

/** Each number by an index of its own, so that a year of orders costs nothing. */
export async function dayCounts(tx: Tx, supplierId: SupplierId, dayStart: Date): Promise<DayCounts> {
  const { rows } = await sql<DayCounts>`
    select
      (select count(*) from orders where supplier_id = ${supplierId} and push_state = 'waiting') as waiting,
      (select count(*) from orders where supplier_id = ${supplierId} and push_state = 'parked')
        + (select count(*) from orders where supplier_id = ${supplierId} and voided_in_erp and status in ('approved', 'part-shipped') and push_state = 'in-erp') as parked,
      (select count(*) from orders where supplier_id = ${supplierId} and status in ('approved', 'part-shipped') and push_state = 'in-erp' and not voided_in_erp) as in_erp,
      (select count(*) from orders where supplier_id = ${supplierId} and shipped_at >= ${dayStart}) as shipped_today,
      (select count(*) from orders where supplier_id = ${supplierId} and placed_at >= ${dayStart}) as placed_today
  `.execute(tx)
  const [counts] = rows
  if (!counts) throw new Error('Counting the orders of the day gave no row.')
  return counts
}

export interface Beginnings {
  readonly customers: boolean
  readonly products: boolean
  readonly placedOrder: boolean
}

/** Which of the first things there are. */
export async function beginnings(tx: Tx, supplierId: SupplierId): Promise<Beginnings> {
  const { rows } = await sql<Beginnings>`
    select
      exists (select from customers where supplier_id = ${supplierId}) as customers,
      exists (select from products where supplier_id = ${supplierId}) as products,
      exists (select from orders where supplier_id = ${supplierId} and placed_at is not null) as placed_order
  `.execute(tx)
  const [seen] = rows
  if (!seen) throw new Error('Looking for the first customers, products and orders gave no row.')
  return seen
}

const orderColumns = [
  'orders.orderId',
  'orders.number',
  'orders.status',
  'orders.pushState',
  'orders.voidedInErp',
  'orders.customerId',
  'customers.name as customerName',
  'orders.source',
  'orders.poNumber',
  'orders.deliveryOn',
  'orders.lineCount',
  'orders.total',
  'orders.currency',
  'orders.createdAt',
  'orders.placedAt',
  'orders.revision',
] as const

function ordersWithCustomer(tx: Tx, supplierId: SupplierId) {
  return tx
    .selectFrom('orders')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.supplierId', '=', 'orders.supplierId')
        .onRef('customers.customerId', '=', 'orders.customerId'),
    )
    .select(orderColumns)
    .where('orders.supplierId', '=', supplierId)
}

export type DeskOrder = Awaited<ReturnType<typeof newestOrders>>[number]

export async function newestOrders(tx: Tx, supplierId: SupplierId, most: number) {
  return ordersWithCustomer(tx, supplierId).orderBy('orders.orderId', 'desc').limit(most).execute()
}
