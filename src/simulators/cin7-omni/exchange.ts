// One API request from arrival to answer: key, limits, faults, permission, the resource's rule, faults again. It decides what
// is answered and how the connection ends; it does no network I/O itself.

import type { Account, Connection, PermissionVerb } from './account.ts'
import { errorAnswer, jsonAnswer, notFoundPage, replacedBy, tooMany } from './answers.ts'
import type { Answer } from './answers.ts'
import { parseBatch, runBatch } from './batch.ts'
import type { WriteContext } from './batch.ts'
import type { ArmedFault } from './faults.ts'
import { BadRequest, listRows } from './list-query.ts'
import type { Query } from './list-query.ts'
import { parseSelection, presentRow } from './present.ts'
import type { Selection } from './present.ts'
import { isNeverTicked, resourceNamed } from './resources.ts'
import type { Resource } from './resources.ts'
import type { Row } from './rows.ts'
import { parseWhere } from './where-parse.ts'
import { textOf } from './wire-values.ts'
import { pinnedValues } from './where-evaluate.ts'

export type ApiRequest = {
  method: string
  /** The path behind /v1/, as ['SalesOrders', '12']. */
  segments: string[]
  query: Query
  queryLength: number
  body: string
  contentType: string
  username: string
  password: string
  /** `http://host:port`, for links to pictures. */
  origin: string
}

const verbOf: Record<string, PermissionVerb> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'create',
  PUT: 'update',
  DELETE: 'delete',
}

function supports(resource: Resource, method: string, hasId: boolean): boolean {
  switch (method) {
    case 'GET':
      return !hasId || resource.single
    case 'POST':
      return !hasId && resource.create !== undefined
    case 'PUT':
      return !hasId && resource.update !== undefined
    case 'DELETE':
      return hasId && resource.removable
    default:
      return false
  }
}

/** 405 with the methods that there are, as RFC 9110 wants. */
function notSupported(account: Account, resource: Resource, hasId: boolean): Answer {
  const answer = errorAnswer(account, 405)
  answer.headers['allow'] = Object.keys(verbOf)
    .filter((method) => supports(resource, method, hasId))
    .join(', ')
  return answer
}

/** The id in a path; NaN, which no record has, for what is no plain number. */
const idOf = (segment: string | undefined): number =>
  segment !== undefined && /^\d{1,10}$/.test(segment) ? Number(segment) : Number.NaN

/** The sales order references that a request is about, lower-cased, for faults that name one. */
function referencesIn(account: Account, resource: Resource, request: ApiRequest): string[] {
  const references: string[] = []
  // Only a fault that names a reference needs the body read for them.
  if (!account.faults.list().some((fault) => fault.reference !== undefined)) return references
  const ofOrder = (id: unknown) => {
    const order = account.orders.get(Number(id))
    if (order) references.push(order.reference.toLowerCase())
  }
  if (resource.name === 'SalesOrders') ofOrder(idOf(request.segments[1]))
  try {
    const where = request.query.get('where')
    const asked = where ? parseWhere(where) : null
    if (asked) {
      references.push(...(pinnedValues(asked, 'reference') ?? []).map((value) => value.toLowerCase()))
      if (resource.name === 'SalesOrders') pinnedValues(asked, 'id')?.forEach(ofOrder)
    }
    if (request.body === '') return references
    for (const record of parseBatch(request.body)) {
      for (const [name, value] of Object.entries(record)) {
        const lower = name.toLowerCase()
        if (lower === 'reference') references.push(String(value).toLowerCase())
        if ((lower === 'id' && resource.name === 'SalesOrders') || lower === 'orderid') ofOrder(value)
      }
    }
  } catch {
    // An unreadable body or where is answered later; a fault that names a reference does not match it.
  }
  return references
}

function presented(
  account: Account,
  resource: Resource,
  row: Row,
  selection: Selection | null,
  origin: string,
) {
  return presentRow(resource.model, resource.presentable?.(account, row) ?? row, selection, origin)
}

function selectionOf(account: Account, resource: Resource, query: Query): Selection | null {
  const text = query.get('fields')
  if (!text?.trim()) return null
  const selection = parseSelection(text)
  const unknown = [...selection.keys()].find((name) => !resource.model.byName.has(name))
  if (unknown !== undefined && account.switches.unknownFieldsParameter === 'badRequest') {
    throw new BadRequest(`Unknown field '${unknown}' in the fields argument.`)
  }
  return selection
}

function readOne(account: Account, resource: Resource, request: ApiRequest): Answer {
  const selection = selectionOf(account, resource, request.query)
  const rows = resource.collection(account).by('id', idOf(request.segments[1]))
  const [first] = rows
  if (!first) return errorAnswer(account, 404)
  const answers = rows.map((row) => presented(account, resource, row, selection, request.origin))
  // All sizes of an option share its id.
  const asArray = resource.name === 'ProductOptions' && account.switches.optionById === 'array'
  return jsonAnswer(200, asArray ? answers : answers[0])
}

function readList(account: Account, resource: Resource, request: ApiRequest): Answer {
  const { query } = request
  const selection = selectionOf(account, resource, query)
  const barcode = resource.name === 'Stock' ? query.get('barcode') : undefined
  if (barcode) {
    const where = query.get('where')?.trim()
    query.set('where', `${where ? `(${where}) AND ` : ''}barcode='${barcode.replaceAll("'", "''")}'`)
  }
  const { hidden } = resource
  const rows = listRows({
    account,
    collection: resource.collection(account),
    model: resource.model,
    query,
    ...(hidden ? { hidden: (row: Row) => hidden(account, row) } : {}),
  })
  return jsonAnswer(
    200,
    rows.map((row) => presented(account, resource, row, selection, request.origin)),
  )
}

function remove(account: Account, resource: Resource, request: ApiRequest): Answer {
  const id = idOf(request.segments[1])
  const row = resource.collection(account).get(id)
  if (!row) return errorAnswer(account, 404)
  resource.collection(account).remove(id)
  account.changed('data')
  const code = textOf(row['email'] ?? row['orderRef'])
  // One object without index (spec, two third parties).
  return jsonAnswer(200, { success: true, id, code, errors: [] })
}

function write(account: Account, resource: Resource, request: ApiRequest, struck: ArmedFault[]): Answer {
  const writer = request.method === 'POST' ? resource.create : resource.update
  if (!writer) return notSupported(account, resource, false)
  // One live client's PUTs name no type at all, and work.
  const isJson = /^((application|text)\/json\s*(;|$)|$)/i.test(request.contentType.trim())
  if (!isJson && request.body !== '' && account.switches.otherContentType === 'refused')
    return errorAnswer(account, 415)
  const late = struck.find((fault) => fault.kind === 'lateList')
  const lateListMs = late ? Number(late.value ?? 10_000) : account.switches.lateListMs
  const context: WriteContext = {
    account,
    alter: resource.name === 'SalesOrders' ? struck : [],
    seen: new Map(),
    lateListMs,
  }
  const failing = struck.filter((fault) => fault.kind === 'recordFailure')
  const results = runBatch(
    request.body,
    resource.model,
    (record, given) => {
      const reference = textOf(
        record['reference'] ?? account.orders.get(Number(record['id'] ?? 0))?.reference,
      ).toLowerCase()
      const fault = failing.find(
        (one) => one.reference === undefined || one.reference.toLowerCase() === reference,
      )
      return fault
        ? { errors: [String(fault.value ?? 'The record could not be saved.')] }
        : writer(record, given)
    },
    context,
  )
  const missing = struck.some((fault) => fault.kind === 'missingResult')
  return jsonAnswer(200, missing ? results.slice(0, -1) : results)
}

function handle(account: Account, resource: Resource, request: ApiRequest, struck: ArmedFault[]): Answer {
  try {
    if (request.method === 'GET') {
      return request.segments[1] === undefined
        ? readList(account, resource, request)
        : readOne(account, resource, request)
    }
    return request.method === 'DELETE'
      ? remove(account, resource, request)
      : write(account, resource, request, struck)
  } catch (error) {
    if (error instanceof BadRequest) return errorAnswer(account, 400, error.message)
    throw error
  }
}

function afterFaults(
  account: Account,
  answer: Answer,
  struck: ArmedFault[],
  moment: 'before' | 'after',
): Answer {
  let result = answer
  for (const fault of struck) if (fault.when === moment) result = replacedBy(account, fault, result) ?? result
  return result
}

const delayOf = (struck: ArmedFault[], moment: 'before' | 'after'): number =>
  struck.reduce(
    (sum, fault) =>
      fault.kind === 'delay' && fault.when === moment ? sum + Number(fault.value ?? 1000) : sum,
    0,
  )

function connectionOf(account: Account | undefined, request: ApiRequest): Connection | undefined {
  return account?.connections.find((one) => one.key === request.password && !one.revoked)
}

/** Answers one request. `pause` waits real time, for a delay before the change is stored. */
export async function exchange(
  account: Account | undefined,
  request: ApiRequest,
  pause: (ms: number) => Promise<void>,
): Promise<Answer> {
  const connection = connectionOf(account, request)
  if (!account || !connection) return errorAnswer(account, 401)
  const named = (answer: Answer): Answer => ({ ...answer, keyName: connection.name })
  const { switches } = account
  if (switches.longestQuery > 0 && request.queryLength > switches.longestQuery)
    return named(switches.longQueryAnswer === 'notFound' ? notFoundPage() : errorAnswer(account, 414))
  const rules = { rejectedCount: switches.rejectedCallsCount === 'yes', dailyWindow: switches.dailyWindow }
  const waitMs = connection.meter.take(account.now(), rules)
  if (waitMs > 0) return named(tooMany(account, waitMs))
  if (isNeverTicked(request.segments[0] ?? '')) return named(errorAnswer(account, 403))
  const resource = resourceNamed(request.segments[0] ?? '')
  if (!resource || request.segments.length > 2) return named(errorAnswer(account, 404))
  const subject = {
    method: request.method,
    resource: resource.name,
    references: referencesIn(account, resource, request),
  }
  const struck = account.faults.strike(subject)
  if (struck.length > 0) account.changed('settings')
  const faults = struck.map((fault) => `${fault.kind} ${fault.when}`)
  await pause(delayOf(struck, 'before') + switches.answerDelayMs)
  const early = struck.find((fault) => fault.when === 'before' && replacedBy(account, fault, null))
  const replaced = early && replacedBy(account, early, null)
  if (replaced) return { ...named(replaced), faults }
  const allowed = connection.permissions[resource.name][verbOf[request.method] ?? 'read']
  const hasId = request.segments[1] !== undefined
  if (!supports(resource, request.method, hasId))
    return { ...named(notSupported(account, resource, hasId)), faults }
  if (!allowed) return { ...named(errorAnswer(account, 403)), faults }
  const answer = afterFaults(account, handle(account, resource, request, struck), struck, 'after')
  return { ...named(answer), faults, waitMs: delayOf(struck, 'after') }
}
