/** All SQL on orders and their lines. Changes are guarded by the revision that the caller saw. */
import { type Selectable, type Updateable, sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import type { OrderLinesTable, OrdersTable } from '../db/tables.ts'
import type { Tx } from '../db/transact.ts'
import type { Insertable } from 'kysely'
import type { OrderStatus } from '../rules/order-rules.ts'

export type OrderRecord = Selectable<OrdersTable>
export type LineRecord = Selectable<OrderLinesTable>

interface OrderKey {
  readonly supplierId: string
  readonly orderId: string
}

interface OrderKeys {
  readonly supplierId: string
  readonly orderIds: readonly string[]
}

/** The order, locked until the transaction ends, or undefined. */
export async function lockOrder(tx: Tx, { supplierId, orderId }: OrderKey): Promise<OrderRecord | undefined> {
  return (await lockOrders(tx, { supplierId, orderIds: [orderId] }))[0]
}

/** What decides whether an order may be changed, and what is told of it. */
export type OrderStand = Pick<
  OrderRecord,
  'orderId' | 'number' | 'customerId' | 'status' | 'pushState' | 'lineCount' | 'revision'
>

/** As `lockOrders`, for many of which no more is needed: a thousand whole orders take a while to read. */
export async function lockStands(tx: Tx, { supplierId, orderIds }: OrderKeys): Promise<OrderStand[]> {
  if (orderIds.length === 0) return []
  return tx
    .selectFrom('orders')
    .select(['orderId', 'number', 'customerId', 'status', 'pushState', 'lineCount', 'revision'])
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', anyId(orderIds))
    .orderBy('orderId')
    .forUpdate()
    .execute()
}

/** The orders, locked until the transaction ends. Always in the same sequence, so that nobody waits in a circle. */
export async function lockOrders(tx: Tx, { supplierId, orderIds }: OrderKeys): Promise<OrderRecord[]> {
  if (orderIds.length === 0) return []
  return tx
    .selectFrom('orders')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', anyId(orderIds))
    .orderBy('orderId')
    .forUpdate()
    .execute()
}

/** Locks the orders as `lockOrders` does, without reading them. */
export async function holdOrders(tx: Tx, { supplierId, orderIds }: OrderKeys): Promise<void> {
  if (orderIds.length === 0) return
  await tx
    .selectFrom('orders')
    .select('orderId')
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', anyId(orderIds))
    .orderBy('orderId')
    .forUpdate()
    .execute()
}

export async function findOrder(tx: Tx, { supplierId, orderId }: OrderKey): Promise<OrderRecord | undefined> {
  return tx
    .selectFrom('orders')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', orderId)
    .executeTakeFirst()
}

export async function findOrders(tx: Tx, { supplierId, orderIds }: OrderKeys): Promise<OrderRecord[]> {
  if (orderIds.length === 0) return []
  return tx
    .selectFrom('orders')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', anyId(orderIds))
    .execute()
}

/** The lines of orders, in their order. */
export async function linesOf(tx: Tx, { supplierId, orderIds }: OrderKeys): Promise<LineRecord[]> {
  if (orderIds.length === 0) return []
  return tx
    .selectFrom('orderLines')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', anyId(orderIds))
    .orderBy('orderId')
    .orderBy('position')
    .execute()
}

/**
 * The next order number of a supplier, with its prefix. No number is given twice, not even when a new prefix and the next
 * number come to what an older prefix made already. With it come the settings that an order is priced by. Other orders wait
 * for theirs until the transaction ends: take it late.
 */
export async function takeOrderNumber(tx: Tx, supplierId: string) {
  for (;;) {
    const row = await tx
      .updateTable('suppliers')
      .set((set) => ({ nextOrderNumber: set('nextOrderNumber', '+', 1) }))
      .where('supplierId', '=', supplierId)
      .returning([
        sql<string>`order_prefix || (next_order_number - 1)`.as('number'),
        sql<boolean>`exists (
          select from orders o
          where o.supplier_id = suppliers.supplier_id and o.number_key = lower(order_prefix || (next_order_number - 1))
        )`.as('taken'),
        'currency',
        'taxTreatment',
        'taxRate',
        'taxRounding',
        'freightDescription',
      ])
      .executeTakeFirstOrThrow()
    if (!row.taken) return row
  }
}

export async function insertOrder(tx: Tx, order: Insertable<OrdersTable>): Promise<OrderRecord> {
  return tx.insertInto('orders').values(order).returningAll().executeTakeFirstOrThrow()
}

/** The lines of a new order, as they are stored. */
export async function insertLines(
  tx: Tx,
  lines: readonly Insertable<OrderLinesTable>[],
): Promise<LineRecord[]> {
  const stored: LineRecord[] = []
  // 65,535 parameters at most in one statement.
  for (let from = 0; from < lines.length; from += 500) {
    const values = lines.slice(from, from + 500)
    stored.push(...(await tx.insertInto('orderLines').values(values).returningAll().execute()))
  }
  return stored.toSorted((a, b) => a.position - b.position)
}

/** Replaces all lines of an order. */
export async function replaceLines(
  tx: Tx,
  { supplierId, orderId }: OrderKey,
  lines: readonly Insertable<OrderLinesTable>[],
): Promise<void> {
  await tx
    .deleteFrom('orderLines')
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', orderId)
    .execute()
  await insertLines(tx, lines)
}

/**
 * Changes an order that is in one of the expected states and at the revision seen; the revision goes up by one. Returns the
 * row as it is then, or undefined when it was not so any more.
 */
export async function changeOrder(
  tx: Tx,
  change: OrderKey & {
    readonly from: readonly OrderStatus[]
    readonly revision: number
    readonly set: Updateable<OrdersTable>
    readonly now: Date
  },
): Promise<OrderRecord | undefined> {
  return tx
    .updateTable('orders')
    .set({ ...change.set, revision: change.revision + 1, updatedAt: change.now })
    .where('supplierId', '=', change.supplierId)
    .where('orderId', '=', change.orderId)
    .where('status', 'in', [...change.from])
    .where('revision', '=', change.revision)
    .returningAll()
    .executeTakeFirst()
}

/** Changes orders that the caller has locked and looked at; their revisions go up by one. */
export async function changeLocked(
  tx: Tx,
  change: OrderKeys & { readonly set: Updateable<OrdersTable>; readonly now: Date },
): Promise<void> {
  if (change.orderIds.length === 0) return
  await tx
    .updateTable('orders')
    .set((set) => ({ ...change.set, revision: set('revision', '+', 1), updatedAt: change.now }))
    .where('supplierId', '=', change.supplierId)
    .where('orderId', '=', anyId(change.orderIds))
    .execute()
}

/** Changes what the ERP or the push tells about an order; people's revision stays, so that their page is not stale for it. */
export function changePlumbing(
  tx: Tx,
  { orderId, ...change }: OrderKey & { readonly set: Updateable<OrdersTable>; readonly now: Date },
): Promise<void> {
  return changePlumbingOf(tx, { ...change, orderIds: [orderId] })
}

/** As `changePlumbing`, for many orders. */
export async function changePlumbingOf(
  tx: Tx,
  change: OrderKeys & { readonly set: Updateable<OrdersTable>; readonly now: Date },
): Promise<void> {
  if (change.orderIds.length === 0) return
  await tx
    .updateTable('orders')
    .set({ ...change.set, updatedAt: change.now })
    .where('supplierId', '=', change.supplierId)
    .where('orderId', '=', anyId(change.orderIds))
    .execute()
}

/** Sets how much of each line the ERP has shipped. */
export async function setShipped(
  tx: Tx,
  { supplierId, orderId }: OrderKey,
  shipped: readonly { lineId: string; quantity: string }[],
): Promise<void> {
  if (shipped.length === 0) return
  await sql`
    update order_lines as l set quantity_shipped = s.quantity
    from unnest(${shipped.map((line) => line.lineId)}::uuid[], ${shipped.map((line) => line.quantity)}::numeric[]) as s (line_id, quantity)
    where l.supplier_id = ${supplierId} and l.order_id = ${orderId} and l.line_id = s.line_id
  `.execute(tx)
}

/** Other orders of the customer with the same PO number that were not rejected or cancelled. */
export async function ordersWithPoNumber(
  tx: Tx,
  of: OrderKey & { readonly customerId: string; readonly poNumber: string },
): Promise<{ orderId: string; number: string }[]> {
  return tx
    .selectFrom('orders')
    .select(['orderId', 'number'])
    .where('supplierId', '=', of.supplierId)
    .where('customerId', '=', of.customerId)
    .where('poKey', '=', sql<string>`lower(${of.poNumber})`)
    .where('orderId', '<>', of.orderId)
    .where('status', 'not in', ['rejected', 'cancelled'])
    .orderBy('orderId', 'desc')
    .limit(5)
    .execute()
}
