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
  /** The greatest id seen in the second `since`. */
  readonly sinceId?: number
  /** Our own time at which the cursor last moved: once it has stood still for the overlap, nothing behind it can still appear. */
  readonly movedAt?: string
  /** An unfinished sweep. */
  readonly sweep?: Sweep
}

interface Sweep {
  readonly from: string
  /** Leaves out what the second `from` has up to this id. */
  readonly behindId?: number
  /** Walking by id through the second `from` alone, after this id. */
  readonly afterId?: number
  readonly newest: Newest
}

interface Newest {
  readonly second: string
  readonly id: number
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
  const begun = at.sweep ?? startOf(at, settings, nowMs)
  const page = await readShrinking(client, context, 'SalesOrders', queryOf(begun), settings)
  if (!page.ok) return page
  const orders = page.value.rows.flatMap((row) => {
    const read = readRow(omniSalesOrder, row)
    // A row without an id cannot be one of ours and must not stop the stream.
    return read.ok ? [read.row] : []
  })
  const sweep = { ...begun, newest: newestOf(orders, begun.newest, nowMs) }
  const next = sweepAfter(at, sweep, { orders, full: page.value.full, suspicious: settings.suspiciousRows })
  return {
    ok: true,
    value: {
      orders: orders.map(toRemoteSalesOrder),
      next: next === undefined ? finished(at, sweep.newest, nowMs) : { ...at, sweep: next },
      more: next !== undefined,
    },
  }
}

/** Where a sweep begins: the overlap before the newest change, or right behind it when that has been still for the overlap. */
function startOf(at: OmniCursor, settings: OmniSettings, nowMs: number): Sweep {
  const newest = newestSeen(at)
  const still = at.movedAt !== undefined && nowMs - Date.parse(at.movedAt) > settings.changesOverlapMs
  return still
    ? { from: at.since, behindId: newest.id, newest }
    : { from: second(Date.parse(at.since) - settings.changesOverlapMs), newest }
}

function queryOf(sweep: Sweep): Query {
  const from = `modifiedDate>=${quoted(sweep.from)}`
  const nextSecond = quoted(secondAfter(sweep.from))
  if (sweep.afterId !== undefined)
    return { order: 'id ASC', where: `${from} AND modifiedDate<${nextSecond} AND id>${sweep.afterId}` }
  // AND binds before OR; one live client reads its changes by the same condition.
  const where =
    sweep.behindId === undefined
      ? from
      : `modifiedDate>=${nextSecond} OR ${from} AND modifiedDate<${nextSecond} AND id>${sweep.behindId}`
  return { order: 'modifiedDate ASC, id ASC', where }
}

/** What a sweep asks for next, or undefined when it has seen all. */
function sweepAfter(
  at: OmniCursor,
  sweep: Sweep,
  page: {
    readonly orders: readonly OmniSalesOrder[]
    readonly full: boolean
    readonly suspicious: number
  },
): Sweep | undefined {
  const { from, newest } = sweep
  if (sweep.afterId !== undefined) {
    // A walk ends with an empty page, and the sweep goes on with the next second.
    const afterId = Math.max(sweep.afterId, ...page.orders.map((order) => order.id))
    return afterId > sweep.afterId ? { from, afterId, newest } : { from: secondAfter(from), newest }
  }
  const last = page.orders.findLast((order) => order.modifiedDate !== undefined)
  if (!last?.modifiedDate) return undefined
  const lastSecond = second(last.modifiedDate.getTime())
  if (page.full) {
    // The page's last second may go on behind the page, so it is read again from its start. A page within one second is
    // walked by id instead: it could never get past it by date.
    return lastSecond > from ? { from: lastSecond, newest } : { from, afterId: 0, newest }
  }
  // A short page usually ends a list, but clients disagree about it (live), so one call more asks what lies behind news. News of
  // very few orders is believed: the next polls look behind it anyway.
  const goesOn = isAfter({ second: lastSecond, id: last.id }, { second: from, id: sweep.behindId ?? 0 })
  return goesOn && isAfter(newest, newestSeen(at)) && page.orders.length >= page.suspicious
    ? { from: lastSecond, behindId: last.id, newest }
    : undefined
}

/** The cursor at rest, after the last page of a sweep. */
function finished(at: OmniCursor, newest: Newest, nowMs: number): OmniCursor {
  const moved = isAfter(newest, newestSeen(at)) || at.movedAt === undefined
  return {
    since: newest.second,
    sinceId: newest.id,
    movedAt: moved ? new Date(nowMs).toISOString() : at.movedAt,
  }
}

/** A change dated in the future does not count: the cursor would step over what happens until then. */
function newestOf(orders: readonly OmniSalesOrder[], before: Newest, nowMs: number): Newest {
  let newest = before
  for (const { id, modifiedDate } of orders) {
    if (!modifiedDate || modifiedDate.getTime() > nowMs) continue
    const seen = { second: second(modifiedDate.getTime()), id }
    if (isAfter(seen, newest)) newest = seen
  }
  return newest
}

function newestSeen(at: OmniCursor): Newest {
  return { second: at.since, id: at.sinceId ?? 0 }
}

function isAfter(a: Newest, b: Newest): boolean {
  return a.second > b.second || (a.second === b.second && a.id > b.id)
}

function secondAfter(text: string): string {
  return second(Date.parse(text) + 1_000)
}

/** `2026-11-23T10:00:00Z`: the form and the granularity of Cin7's dates (live); texts of it sort as instants do. */
function second(ms: number): string {
  return `${new Date(Math.floor(ms / 1_000) * 1_000).toISOString().slice(0, 19)}Z`
}
