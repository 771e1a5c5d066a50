// Applies the "altered on store" faults to an order that is about to be kept, so that a client that does not read back
// never notices. Only orders that the fault names are touched.

import type { WriteContext } from './batch.ts'
import { exact, toNumber } from './decimal.ts'
import type { ArmedFault } from './faults.ts'
import { withTotals } from './order-build.ts'
import type { LineRow, OrderRow } from './rows.ts'

const plus = (value: number | undefined, extra: number): number => toNumber(exact(value) + exact(extra))

function firstLine(order: OrderRow, change: (line: LineRow) => LineRow): OrderRow {
  return { ...order, lineItems: order.lineItems.map((line, index) => (index === 0 ? change(line) : line)) }
}

function altered(order: OrderRow, fault: ArmedFault): OrderRow {
  const amount = Number(fault.value ?? 1)
  switch (fault.kind) {
    case 'alterPrice':
      return firstLine(order, (line) => ({ ...line, unitPrice: plus(line.unitPrice, amount) }))
    case 'alterQty':
      return firstLine(order, (line) => ({ ...line, qty: plus(line.qty, amount) }))
    case 'unlinkLine':
      return firstLine(order, (line) => ({ ...line, productId: 0, productOptionId: 0 }))
    case 'dropLine':
      return { ...order, lineItems: order.lineItems.slice(0, -1) }
    case 'alterTax':
      return { ...order, taxRate: Number(fault.value ?? 0) }
    case 'alterTaxStatus':
      return { ...order, taxStatus: String(fault.value ?? 'Exempt') }
    case 'alterBranch':
      return { ...order, branchId: Number(fault.value ?? order.branchId + 1) }
    case 'alterFreight':
      return { ...order, freightTotal: plus(order.freightTotal, amount) }
    case 'alterMember':
      return { ...order, memberId: Number(fault.value ?? order.memberId + 1) }
    case 'dropCustomFields':
      return { ...order, customFields: {} }
    default:
      return order
  }
}

export function alterOrder(context: WriteContext, order: OrderRow): OrderRow {
  const concerned = context.alter.filter(
    (fault) =>
      fault.reference === undefined || fault.reference.toLowerCase() === order.reference.toLowerCase(),
  )
  if (concerned.length === 0) return order
  return withTotals(context.account, concerned.reduce(altered, order))
}
