/**
 * Looks sales orders up in Cin7, by reference or id. It must never overlook one: an answer that may be incomplete or was not the
 * one asked for is a failure, because a sales order that is not found may be made a second time.
 */
import type {
  ErpContext,
  ErpFailure,
  ErpResult,
  FoundSalesOrder,
  KeyedIntent,
  RemoteSalesOrder,
  SalesOrderIntent,
} from '../port.ts'
import { breathe } from '../../core/clock.ts'
import type { Omni } from './client.ts'
import { readList } from './lists.ts'
import { compareSalesOrder } from './mapping/compare.ts'
import { toRemoteSalesOrder } from './mapping/dispatch.ts'
import { Problems } from './mapping/problems.ts'
import { type Asked, type Style, openQuestions } from './questions.ts'
import { anyOf, anyOfIds, eitherOf, eitherOfIds } from './where.ts'
import type { OmniSettings } from './settings.ts'
import { omniSalesOrder, type OmniSalesOrder, readRow } from './wire.ts'

const resource = 'SalesOrders'

/** So many are read or compared at a stretch: a page at once would hold up everything else for a while. */
const TOGETHER = 50

/** One less than a page, so that a full answer does not need a second call to prove that it was all. */
const mostReferences = ({ pageSize }: OmniSettings): number => pageSize - 1

export interface SalesOrderFinder {
  find(
    context: ErpContext,
    intents: readonly SalesOrderIntent[],
  ): Promise<ErpResult<ReadonlyMap<string, readonly FoundSalesOrder[]>>>
  get(
    context: ErpContext,
    by: { key: string } | { reference: string },
  ): Promise<ErpResult<RemoteSalesOrder | undefined>>
  compare(
    context: ErpContext,
    sales: readonly KeyedIntent[],
  ): Promise<ErpResult<ReadonlyMap<string, FoundSalesOrder>>>
}

export function openSalesOrderFinder({ client, settings }: Omni): SalesOrderFinder {
  const { query, parts, inEitherForm } = openQuestions(settings)

  async function find(
    context: ErpContext,
    intents: readonly SalesOrderIntent[],
  ): Promise<ErpResult<ReadonlyMap<string, readonly FoundSalesOrder[]>>> {
    const rows = await inEitherForm(context, intents.length > 1, async (style) => {
      const found: OmniSalesOrder[] = []
      const limit = { maxCount: mostReferences(settings), pages: settings.maxLookupPages, linesOf }
      for (const part of parts(style, intents, { ...limit, where: (some) => named(referencesOf(some)) })) {
        const rowsOf = await findPart(context, referencesOf(part), style)
        if (!rowsOf.ok) return rowsOf
        found.push(...rowsOf.value)
      }
      return { ok: true, value: found }
    })
    return rows.ok ? { ok: true, value: compared(intents, rows.value) } : rows
  }

  async function findPart(
    context: ErpContext,
    references: readonly string[],
    style: Style,
  ): Promise<ErpResult<readonly OmniSalesOrder[]>> {
    if (references.some((reference) => reference.trim() === ''))
      throw new Error('A sales order without a reference cannot be looked up')
    const asked = new Set(references.map(folded))
    const found = new Map<number, OmniSalesOrder>()
    for (let page = 1; page <= settings.maxLookupPages; page += 1) {
      const list = await readList(client, context, resource, query(style, named(references), page))
      if (!list.ok) return list
      if (list.value.length === 0) return { ok: true, value: [...found.values()] }
      const rows = await readOrders(list.value)
      if (!rows.ok) return rows
      if (!rows.value.some((row) => asked.has(folded(row.reference ?? '')))) return notAskedFor
      for (const row of rows.value) found.set(row.id, row)
      const seen = new Set([...found.values()].map((row) => row.reference))
      // A short page ends the look-up only when nothing is missing: a server that cuts pages short must not make a double.
      if (list.value.length < settings.pageSize && references.every((reference) => seen.has(reference))) {
        return { ok: true, value: [...found.values()] }
      }
    }
    return notAskedFor
  }

  async function get(
    context: ErpContext,
    by: { key: string } | { reference: string },
  ): Promise<ErpResult<RemoteSalesOrder | undefined>> {
    if ('key' in by) {
      const order = await getByKey(context, by.key)
      return order.ok ? { ok: true, value: order.value && toRemoteSalesOrder(order.value) } : order
    }
    const typed = by.reference.trim()
    if (typed === '') return { ok: true, value: undefined }
    const rows = await findPart(context, [typed], 'IN')
    if (!rows.ok) return rows
    const exact = rows.value.filter((row) => row.reference === typed)
    const close = rows.value.filter((row) => row.reference?.toLowerCase() === typed.toLowerCase())
    const candidates = exact.length > 0 ? exact : close
    const [order] = candidates
    if (candidates.length > 1) return severalFound(typed, candidates)
    return { ok: true, value: order && toRemoteSalesOrder(order) }
  }

  async function getByKey(context: ErpContext, key: string): Promise<ErpResult<OmniSalesOrder | undefined>> {
    const id = Problems.id(key)
    if (id === undefined) return { ok: true, value: undefined }
    const answer = await client.read(context, { resource, path: `/v1/${resource}/${id}`, mayBeMissing: true })
    if (!answer.ok) return answer
    if (answer.value === undefined || answer.value === null) return { ok: true, value: undefined }
    const row = readRow(omniSalesOrder, answer.value)
    if (!row.ok || row.row.id !== id) return notAskedFor
    return { ok: true, value: row.row }
  }

  async function compare(
    context: ErpContext,
    sales: readonly KeyedIntent[],
  ): Promise<ErpResult<ReadonlyMap<string, FoundSalesOrder>>> {
    const [only] = sales
    const orders =
      sales.length === 1 && only
        ? await readAlone(context, only.key)
        : await inEitherForm(context, true, (style) => readTogether(context, sales, style))
    if (!orders.ok) return orders
    const byKey = new Map(orders.value.map((order) => [String(order.id), order]))
    const found = new Map<string, FoundSalesOrder>()
    for (const [index, { key, intent }] of sales.entries()) {
      if (index % TOGETHER === 0) await breathe()
      const order = byKey.get(key)
      if (order) found.set(key, compareSalesOrder(intent, order))
    }
    return { ok: true, value: found }
  }

  async function readAlone(context: ErpContext, key: string): Promise<ErpResult<readonly OmniSalesOrder[]>> {
    const order = await getByKey(context, key)
    return order.ok ? { ok: true, value: order.value ? [order.value] : [] } : order
  }

  /** Ids are unique, so that a full page of them is all there is. */
  async function readTogether(
    context: ErpContext,
    sales: readonly KeyedIntent[],
    style: Style,
  ): Promise<ErpResult<readonly OmniSalesOrder[]>> {
    const usable = sales.filter(({ key }) => Problems.id(key) !== undefined)
    const found: OmniSalesOrder[] = []
    const linesOfSale = ({ intent }: KeyedIntent): number => linesOf(intent)
    const limit = { maxCount: settings.pageSize, pages: 1, linesOf: linesOfSale }
    for (const part of parts(style, usable, { ...limit, where: (some) => numbered(idsOf(some)) })) {
      const ids = idsOf(part)
      const list = await readList(client, context, resource, query(style, numbered(ids), 1))
      if (!list.ok) return list
      const rows = await readOrders(list.value)
      if (!rows.ok) return rows
      const own = rows.value.filter(({ id }) => ids.includes(id))
      if (own.length === 0 && rows.value.length > 0) return notAskedFor
      found.push(...own)
    }
    return { ok: true, value: found }
  }

  return { find, get, compare }
}

const linesOf = (intent: SalesOrderIntent): number => intent.lines.length
const referencesOf = (intents: readonly SalesOrderIntent[]): string[] =>
  intents.map(({ reference }) => reference)
const idsOf = (sales: readonly KeyedIntent[]): number[] => sales.map(({ key }) => Number(key))

const named =
  (references: readonly string[]): Asked =>
  (style) =>
    style === 'IN' ? anyOf('reference', references) : eitherOf('reference', references)

const numbered =
  (ids: readonly number[]): Asked =>
  (style) =>
    style === 'IN' ? anyOfIds('id', ids) : eitherOfIds('id', ids)

/** Groups what was found by exact reference: `=` may ignore case in Cin7 (inferred), so the answer is compared again here. */
function compared(
  intents: readonly SalesOrderIntent[],
  rows: readonly OmniSalesOrder[],
): ReadonlyMap<string, readonly FoundSalesOrder[]> {
  const byReference = new Map(intents.map((intent) => [intent.reference, intent]))
  const found = new Map<string, FoundSalesOrder[]>()
  for (const row of rows) {
    const intent = row.reference === undefined ? undefined : byReference.get(row.reference)
    if (!intent) continue
    const others = found.get(intent.reference) ?? []
    found.set(intent.reference, [...others, compareSalesOrder(intent, row)])
  }
  return found
}

async function readOrders(rows: readonly unknown[]): Promise<ErpResult<readonly OmniSalesOrder[]>> {
  const orders: OmniSalesOrder[] = []
  for (const [index, row] of rows.entries()) {
    if (index % TOGETHER === 0) await breathe()
    const read = readRow(omniSalesOrder, row)
    if (!read.ok) return unreadableRow(read.reason)
    orders.push(read.row)
  }
  return { ok: true, value: orders }
}

function folded(reference: string): string {
  return reference.trim().toLowerCase()
}

const notAskedFor: ErpFailure = {
  ok: false,
  kind: 'unreachable',
  code: 'unreadable-answer',
  sentence: 'Cin7 answered with sales orders that were not asked for, so the look-up proves nothing.',
  resource,
}

function unreadableRow(reason: string): ErpFailure {
  return {
    ok: false,
    kind: 'unreachable',
    code: 'unreadable-answer',
    sentence: `Cin7 answered with a sales order that cannot be read (${reason}).`,
    resource,
  }
}

function severalFound(reference: string, orders: readonly OmniSalesOrder[]): ErpFailure {
  const ids = orders.map((order) => order.id).join(', ')
  return {
    ok: false,
    kind: 'refused',
    code: 'several-found',
    sentence: `Cin7 has ${orders.length} sales orders with the reference “${reference}” (ids ${ids}). Give the id of the right one.`,
    resource,
  }
}
