/** What the desk's frame, its first page and its search show. */
import { Temporal } from 'temporal-polyfill'
import type { AnswerIn } from '../contract/endpoint.ts'
import type { getStatus, getToday, searchEverything } from '../contract/desk.ts'
import type { OrderRow } from '../contract/order-views.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Db, read } from '../db/transact.ts'
import { orderLabel } from '../rules/order-label.ts'
import {
  type DeskOrder,
  beginnings,
  countOpenInbox,
  countToReview,
  dayCounts,
  erpStanding,
  newestOrders,
  supplierRow,
  waitingPushes,
} from './desk-store.ts'
import { erpLight } from './erp-light.ts'
import { searchCustomers, searchOrders, searchProducts } from './search-store.ts'
import { setUpSteps } from './set-up-steps.ts'

export interface DeskContext {
  readonly db: Db
  readonly clock: Clock
}

interface Asked {
  readonly supplierId: SupplierId
}

const NEWEST = 8

/** The Cin7 light and the counts in the rail. */
export async function showStatus(
  { db, clock }: DeskContext,
  { supplierId }: Asked,
): Promise<AnswerIn<typeof getStatus>> {
  return read(db, { supplierId }, async (tx) => ({
    light: erpLight({
      standing: await erpStanding(tx, supplierId),
      waiting: await waitingPushes(tx, supplierId),
      now: clock.now(),
    }),
    inbox: await countOpenInbox(tx, supplierId),
    toReview: await countToReview(tx, supplierId),
  }))
}

/** The first page: what is left to set up, the numbers of the supplier's day, the newest orders. */
export async function showToday(
  { db, clock }: DeskContext,
  { supplierId }: Asked,
): Promise<AnswerIn<typeof getToday>> {
  return read(db, { supplierId }, async (tx) => {
    const { timeZone } = await supplierRow(tx, supplierId)
    const standing = await erpStanding(tx, supplierId)
    const newest = await newestOrders(tx, supplierId, NEWEST)
    return {
      setUp: setUpSteps({ ...(await beginnings(tx, supplierId)), connected: standing !== undefined }),
      counts: {
        toReview: await countToReview(tx, supplierId),
        ...(await dayCounts(tx, supplierId, startOfDay(clock.now(), timeZone))),
      },
      newest: newest.map(orderRowOf),
    }
  })
}

/** Orders, customers and products that have every word, the best five of each. */
export async function searchAll(
  { db }: DeskContext,
  { supplierId, q }: Asked & { readonly q: string },
): Promise<AnswerIn<typeof searchEverything>> {
  const typed = q.trim().toLowerCase()
  return read(db, { supplierId }, async (tx) => ({
    orders: (await searchOrders(tx, { supplierId, typed })).map(
      ({ orderId, number, customerName, ...standing }) => ({
        orderId,
        number,
        customerName,
        label: orderLabel(standing).label,
      }),
    ),
    customers: await searchCustomers(tx, { supplierId, typed }),
    products: await searchProducts(tx, { supplierId, typed }),
  }))
}

/** Midnight where the supplier is: days of 23 and 25 hours have one too. */
function startOfDay(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(here.startOfDay().epochMilliseconds)
}

function orderRowOf(row: DeskOrder): OrderRow {
  const { createdAt, placedAt, voidedInErp: _, ...rest } = row
  return {
    ...rest,
    ...orderLabel(row),
    at: (placedAt ?? createdAt).toISOString(),
  }
}
