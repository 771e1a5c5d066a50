// The control API under /_control: what the warehouse page and other processes use to play the supplier's own Omni screen.
// JSON in, JSON out. It is no part of what Omni offers, never counts against the limits, and no fault strikes it.

import { resourceNames } from './account.ts'
import type { Account } from './account.ts'
import { accountHandle } from './account-handle.ts'
import type { AccountHandle } from './account-handle.ts'
import { faultDefinitions } from './faults.ts'
import type { Fault } from './faults.ts'
import { presentRow } from './present.ts'
import type { OrderRow } from './rows.ts'
import { SALES_ORDER } from './models-sales.ts'
import { switchDefinitions } from './switches.ts'
import type { DispatchPart } from './sales-orders.ts'
import type { SwitchName } from './switches.ts'
import { isRecord, textOf } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

export type ControlAnswer = { status: number; body: unknown }

type Subject = {
  account: Account
  handle: AccountHandle
  rest: string[]
  query: URLSearchParams
  body: Sent
  origin: string
}

const ok = (body: unknown): ControlAnswer => ({ status: 200, body })
const missing = (sentence: string): ControlAnswer => ({ status: 404, body: { error: sentence } })

function describeAccount(account: Account) {
  const now = account.now()
  return {
    apiUsername: account.apiUsername,
    settings: account.settings,
    connections: account.connections.map(({ meter, ...connection }) => ({
      ...connection,
      usedToday: meter.usedToday(now, account.switches.dailyWindow),
    })),
    counts: {
      contacts: account.contacts.size,
      products: account.products.size,
      productOptions: account.options.size,
      salesOrders: account.orders.size,
      payments: account.payments.size,
    },
    switches: account.switches,
    faults: account.faults.list(),
  }
}

/** Where an order stands, in one word for the board. */
function standing(order: OrderRow): string {
  if (order.isVoid) return 'void'
  if (order.dispatchedDate) return 'dispatched'
  if (order.lineItems.some((line) => line.qtyShipped > 0)) return 'part dispatched'
  return order.isApproved ? 'open' : 'draft'
}

function summary(order: OrderRow) {
  const { id, reference, memberId, stage, total, currencyCode, branchId } = order
  return {
    id,
    reference,
    memberId,
    stage,
    total,
    currencyCode,
    branchId,
    standing: standing(order),
    company: order['company'] || [order['firstName'], order['lastName']].filter(Boolean).join(' '),
    customerOrderNo: order['customerOrderNo'] ?? '',
    createdDate: order['createdDate'],
    modifiedDate: order.modifiedDate,
    estimatedDeliveryDate: order['estimatedDeliveryDate'] ?? null,
    lines: order.lineItems.length,
  }
}

function listOrders({ account, query }: Subject): ControlAnswer {
  const words = (query.get('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = query.get('standing') ?? ''
  const most = Math.min(500, Math.max(1, Number(query.get('limit') ?? 60) || 60))
  const newestFirst = [...account.orders.values()].reverse()
  const found: ReturnType<typeof summary>[] = []
  let total = 0
  for (const order of newestFirst) {
    const one = summary(order)
    const text =
      `${one.reference} ${textOf(one.company)} ${textOf(one.customerOrderNo)} ${one.id}`.toLowerCase()
    if ((wanted && one.standing !== wanted) || !words.every((word) => text.includes(word))) continue
    total += 1
    if (found.length < most) found.push(one)
  }
  return ok({ total, orders: found })
}

function dispatchPart(body: Sent): DispatchPart {
  const { lines } = body
  const right =
    lines === undefined ||
    (Array.isArray(lines) &&
      lines.every((line) => isRecord(line) && [line['lineId'], line['qty']].every(Number.isFinite)))
  if (!right) throw new RangeError('lines must be a list of {lineId, qty}, both numbers.')
  return body
}

function orderRoute(subject: Subject, method: string): ControlAnswer {
  const { account, handle, rest, body, origin } = subject
  const id = Number(rest[1])
  const order = account.orders.get(id)
  if (!order) return missing(`There is no sales order with id ${rest[1] ?? ''}.`)
  const detail = (row: OrderRow) =>
    ok({ ...presentRow(SALES_ORDER, row, null, origin), standing: standing(row), taxPercent: row.taxRate })
  if (method === 'GET' && rest.length === 2) return detail(order)
  if (method !== 'POST') return missing('Orders take GET, and POST to dispatch, undispatch, void or edit.')
  if (rest[2] === 'dispatch') return detail(handle.dispatch(id, dispatchPart(body)))
  if (rest[2] === 'undispatch') return detail(handle.undispatch(id))
  if (rest[2] === 'void') return detail(handle.voidOrder(id))
  if (rest[2] === 'edit') return detail(handle.edit(id, body))
  return missing('An order can be dispatched, undispatched, voided or edited.')
}

function switchRoute({ account, handle, rest, body }: Subject, method: string): ControlAnswer {
  if (method === 'PUT' && rest[1] !== undefined)
    handle.setSwitch(rest[1] as SwitchName, body['value'] as never)
  else if (method === 'DELETE') handle.resetSwitches()
  return ok(account.switches)
}

function faultRoute({ handle, rest, body }: Subject, method: string): ControlAnswer {
  if (method === 'POST') return ok(handle.armFault(body as unknown as Fault))
  if (method === 'DELETE' && rest[1] === undefined) handle.clearFaults()
  else if (method === 'DELETE') handle.disarmFault(Number(rest[1]))
  return ok(handle.faults())
}

function connectionRoute(subject: Subject, method: string): ControlAnswer {
  const { account, handle, rest, body } = subject
  const [, name, action] = rest
  if (method === 'POST' && action === 'revoke') handle.revokeKey(name)
  else if (method === 'POST' && action === 'restore') handle.restoreKey(name)
  else if (method === 'POST' && action === 'permission') {
    handle.setPermission(String(body['resource']), String(body['verb']), body['allowed'] === true, name)
  } else if (method !== 'GET')
    return missing('A connection can be revoked, restored, or have a permission set.')
  return ok(describeAccount(account).connections)
}

function route(subject: Subject, method: string): ControlAnswer {
  const { account, handle, rest, query } = subject
  switch (rest[0]) {
    case undefined:
      return ok(describeAccount(account))
    case 'orders':
      return rest.length === 1 ? listOrders(subject) : orderRoute(subject, method)
    case 'switches':
      return switchRoute(subject, method)
    case 'faults':
      return faultRoute(subject, method)
    case 'connections':
      return connectionRoute(subject, method)
    case 'calls': {
      if (method === 'DELETE') handle.clearCalls()
      const most = Number(query.get('limit') ?? 200) || 200
      return ok(handle.calls().slice(-most).reverse())
    }
    default:
      return missing(`There is nothing at ${rest.join('/')}.`)
  }
}

/** `segments` are behind /_control/: `accounts`, `definitions`, or an API username followed by what to do. */
export function control(options: {
  accounts: Map<string, Account>
  method: string
  segments: string[]
  query: URLSearchParams
  body: Sent
  origin: string
}): ControlAnswer {
  const { accounts, segments, method } = options
  const [first = '', ...rest] = segments
  if (method !== 'GET' && ['accounts', 'definitions'].includes(first))
    return { status: 405, body: { error: `${first} can only be read.` } }
  if (first === 'accounts') return ok([...accounts.values()].map(describeAccount))
  if (first === 'definitions')
    return ok({ switches: switchDefinitions, faults: faultDefinitions, resources: resourceNames })
  const account = accounts.get(first)
  if (!account) return missing(`There is no account ${first}.`)
  try {
    return route(
      {
        account,
        handle: accountHandle(account),
        rest,
        query: options.query,
        body: options.body,
        origin: options.origin,
      },
      method,
    )
  } catch (error) {
    if (error instanceof RangeError) return { status: 422, body: { error: error.message } }
    if (error instanceof Error && error.constructor !== TypeError)
      return { status: 422, body: { error: error.message } }
    throw error
  }
}
