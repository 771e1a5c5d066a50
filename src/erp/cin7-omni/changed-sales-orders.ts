/**
 * The stream of changed sales orders, oldest first. One call per page, one per poll when little happens. It must never step over
 * a change: it looks back behind the newest change seen, and walks through any number of changes of one second by id.
 */
import type { DispatchCursor, DispatchPage, ErpContext, ErpResult } from '../port.ts'
import type { Omni } from './client.ts'
import { readShrinking } from './lists.ts'
import { toRemoteSalesOrder } from './mapping/dispatch.ts'
import type { OmniSettings } from './settings.ts'
import { quoted, type Query } from './where.ts'
import { omniSalesOrder, type OmniSalesOrder, readRow } from './wire.ts'

/** What the cursor holds beside `since`, the newest change that a finished sweep has seen. Instants are whole seconds. */
interface OmniCursor extends DispatchCursor {
  /** Our own time at which `since` last moved: once it has stood still for the overlap, nothing behind it can still appear. */
  readonly movedAt?: string
  /** An unfinished sweep. */
  readonly sweep?: {
    readonly from: string
    /** Walking by id through the second `from`, after this id. */
    readonly afterId?: number
    readonly newest: string
  }
}

export function cursorAt(at: Date): DispatchCursor {
  return { since: second(at.getTime()) }
}

export async function changedSalesOrders(
  { client, settings, clock }: Omni,
  context: ErpContext,
  cursor: DispatchCursor,
): Promise<ErpResult<DispatchPage>> {
  const at: OmniCursor = cursor
  const nowMs = clock.now().getTime()
  const sweep = at.sweep ?? { from: startOf(at, settings, nowMs), newest: at.since }
  const page = await readShrinking(client, context, 'SalesOrders', queryOf(sweep), settings)
  if (!page.ok) return page
  const orders = page.value.rows.flatMap((row) => {
    const read = readRow(omniSalesOrder, row)
    // A row without an id cannot be one of ours and must not stop the stream.
    return read.ok ? [read.row] : []
  })
  const newest = newestOf(orders, sweep.newest, nowMs + settings.futureToleranceMs)
  const next = page.value.full
    ? onwards(at, { ...sweep, newest }, orders)
    : afterWalk(at, { ...sweep, newest })
  return {
    ok: true,
    value: {
      orders: orders.map(toRemoteSalesOrder),
      next: next ?? finished(at, newest, nowMs),
      more: next !== undefined,
    },
  }
}

/** Where a sweep begins: the overlap before the newest change, or right behind it when that has been still for the overlap. */
function startOf(at: OmniCursor, settings: OmniSettings, nowMs: number): string {
  const sinceMs = Date.parse(at.since)
  const still = at.movedAt !== undefined && nowMs - Date.parse(at.movedAt) > settings.changesOverlapMs
  return second(still ? sinceMs + 1_000 : sinceMs - settings.changesOverlapMs)
}

function queryOf(sweep: NonNullable<OmniCursor['sweep']>): Query {
  const from = `modifiedDate>=${quoted(sweep.from)}`
  if (sweep.afterId === undefined) return { order: 'modifiedDate ASC, id ASC', where: from }
  const before = `modifiedDate<${quoted(second(Date.parse(sweep.from) + 1_000))}`
  return { order: 'id ASC', where: `${from} AND ${before} AND id>${sweep.afterId}` }
}

/** The place after a full page, where more may wait. */
function onwards(
  at: OmniCursor,
  sweep: NonNullable<OmniCursor['sweep']>,
  orders: readonly OmniSalesOrder[],
): OmniCursor | undefined {
  if (sweep.afterId !== undefined) {
    const afterId = Math.max(sweep.afterId, ...orders.map((order) => order.id))
    return { ...at, sweep: { ...sweep, afterId } }
  }
  const last = orders.findLast((order) => order.modifiedDate !== undefined)?.modifiedDate
  if (!last) return undefined
  const from = second(last.getTime())
  // The page's last second may go on behind the page, so it is read again from its start. A page within one second is
  // walked by id instead: it could never get past it by date.
  return from > sweep.from
    ? { ...at, sweep: { from, newest: sweep.newest } }
    : { ...at, sweep: { ...sweep, afterId: 0 } }
}

/** After a walk by id through one second the sweep goes on with the next second. */
function afterWalk(at: OmniCursor, sweep: NonNullable<OmniCursor['sweep']>): OmniCursor | undefined {
  if (sweep.afterId === undefined) return undefined
  return { ...at, sweep: { from: second(Date.parse(sweep.from) + 1_000), newest: sweep.newest } }
}

/** The cursor at rest, after the last page of a sweep. */
function finished(at: OmniCursor, newest: string, nowMs: number): OmniCursor {
  const moved = newest > at.since || at.movedAt === undefined
  return {
    since: newest > at.since ? newest : at.since,
    movedAt: moved ? new Date(nowMs).toISOString() : at.movedAt,
  }
}

function newestOf(orders: readonly OmniSalesOrder[], newest: string, latestMs: number): string {
  const dates = orders.flatMap((order) => (order.modifiedDate ? [order.modifiedDate.getTime()] : []))
  const highest = Math.max(-Infinity, ...dates.filter((ms) => ms <= latestMs))
  return highest === -Infinity || second(highest) < newest ? newest : second(highest)
}

/** `2026-11-23T10:00:00Z`: the form and the granularity of Cin7's dates (live); texts of it sort as instants do. */
function second(ms: number): string {
  return `${new Date(Math.floor(ms / 1_000) * 1_000).toISOString().slice(0, 19)}Z`
}
