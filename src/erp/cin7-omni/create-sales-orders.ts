/**
 * Posts sales orders, once each, and reads what became of every one. A record counts as created only when Cin7 says success and
 * gives an id; everything unsaid stays unclear, so that the caller looks it up before it posts again.
 */
import type { CreateOutcome, ErpContext, ErpFailure, ErpResult, SalesOrderIntent } from '../port.ts'
import type { Omni } from './client.ts'
import { toOmniSalesOrder } from './mapping/sales-order.ts'
import { omniBatchResult, type OmniBatchResult, readRow } from './wire.ts'

export async function createSalesOrders(
  { client, settings }: Omni,
  context: ErpContext,
  intents: readonly SalesOrderIntent[],
): Promise<ErpResult<readonly CreateOutcome[]>> {
  if (intents.length > settings.maxBatch)
    throw new Error(`${intents.length} sales orders in one call; Cin7 takes ${settings.maxBatch}`)
  if (new Set(intents.map((intent) => intent.reference)).size < intents.length)
    throw new Error('Two sales orders of one call have the same reference')
  const outcomes = new Map<string, CreateOutcome>()
  const records: Written[] = []
  for (const intent of intents) {
    const mapped = toOmniSalesOrder(intent)
    if (mapped.ok) {
      records.push({ reference: intent.reference, json: JSON.stringify(mapped.value) })
    } else {
      const why = mapped.problems.map((problem) => problem.sentence).join(' ')
      outcomes.set(intent.reference, { kind: 'refused', said: `It was not sent. ${why}` })
    }
  }
  let failed: ErpFailure | undefined
  const parts = partsOf(records, settings.maxRequestBytes)
  for (const [index, part] of parts.entries()) {
    // Kits are not exploded into components: it cannot be undone (spec; live x2 send the same).
    const sent = part.map(({ json }) => json)
    const answer = failed ?? (await client.create(context, 'SalesOrders', { loadboms: 'false' }, sent))
    if (answer.ok) {
      for (const [reference, outcome] of outcomesOf(part, answer.value)) outcomes.set(reference, outcome)
      continue
    }
    if (index === 0) return answer
    // Earlier parts of this batch are known by now and must not be lost with the failure of a later one.
    failed = answer
    for (const record of part) outcomes.set(record.reference, { kind: 'unclear', why: answer.sentence })
  }
  return { ok: true, value: intents.map((intent) => outcomes.get(intent.reference) ?? unclear) }
}

const unclear: CreateOutcome = { kind: 'unclear', why: 'Cin7 gave no readable result for this sales order.' }

/** A record as it is sent. */
interface Written {
  readonly reference: string
  readonly json: string
}

/** Splits a batch that would be too long for one request. */
function partsOf(records: readonly Written[], maxBytes: number): Written[][] {
  const parts: Written[][] = []
  let bytes = Infinity
  for (const record of records) {
    const own = Buffer.byteLength(record.json) + 1
    if (bytes + own > maxBytes) {
      parts.push([])
      bytes = 2
    }
    parts.at(-1)?.push(record)
    bytes += own
  }
  return parts
}

function outcomesOf(records: readonly Written[], answer: unknown): Map<string, CreateOutcome> {
  const outcomes = new Map<string, CreateOutcome>(records.map((record) => [record.reference, unclear]))
  if (!Array.isArray(answer)) return outcomes
  const results = answer.map((item) => {
    const read = readRow(omniBatchResult, item)
    return read.ok ? read.row : undefined
  })
  const placeOf = placesIn(results, records.length)
  const named = new Map(records.map((record) => [record.reference, record]))
  for (const [position, result] of results.entries()) {
    if (!result) continue
    // A success carries our reference as `code` (spec, live x1). Where that names another record, it is believed, not the place.
    const place = placeOf(position)
    const record =
      (result.code === undefined ? undefined : named.get(result.code)) ??
      (place === undefined ? undefined : records[place])
    if (record) outcomes.set(record.reference, outcomeOf(result, record.reference))
  }
  return outcomes
}

/**
 * Tells of which record's place each result speaks: its `index` (spec) where all indexes are there and different, else its place
 * in the answer (spec: same order) where the answer is complete, else unknown.
 */
function placesIn(
  results: readonly (OmniBatchResult | undefined)[],
  count: number,
): (position: number) => number | undefined {
  const indexes = results.map((result) => result?.index)
  const known = indexes.every((index) => index !== undefined && index >= 0 && index < count)
  if (known && new Set(indexes).size === indexes.length) return (position) => indexes[position]
  return (position) => (results.length === count ? position : undefined)
}

function outcomeOf(result: OmniBatchResult, reference: string): CreateOutcome {
  if (result.success === true) {
    if (result.id === undefined || result.id <= 0)
      return { kind: 'unclear', why: 'Cin7 said that it made the sales order but gave no id.' }
    return { kind: 'created', key: String(result.id), reference: result.code ?? reference }
  }
  if (result.success === undefined) return unclear
  const said = result.errors.filter((error) => error !== undefined).join('; ')
  return { kind: 'refused', said: said === '' ? undefined : said }
}
