/** Reads a Cin7 sales order into our words: where it stands, what was shipped, by whom. It must never decide what that means for us. */
import { type Decimal, type DecimalText, formatShort } from '../../../core/decimal.ts'
import type { RemoteLine, RemoteSalesOrder } from '../../port.ts'
import type { OmniSalesOrder, OmniSalesOrderItem } from '../wire.ts'

export function toRemoteSalesOrder(order: OmniSalesOrder): RemoteSalesOrder {
  return {
    key: String(order.id),
    reference: order.reference ?? '',
    customerKey: order.memberId ? String(order.memberId) : undefined,
    customerName: order.company ?? ([order.firstName, order.lastName].filter(Boolean).join(' ') || undefined),
    poNumber: order.customerOrderNo,
    branchKey: order.branchId ? String(order.branchId) : undefined,
    deliveryOn: deliveryDayOf(order),
    status: statusOf(order),
    stage: order.stage ?? '',
    createdAt: order.createdDate,
    modifiedAt: order.modifiedDate,
    dispatchedAt: order.dispatchedDate,
    carrier: order.logisticsCarrier,
    trackingCode: order.trackingCode,
    freight: order.freightTotal && formatShort(order.freightTotal),
    total: amount(order.total),
    lines: ownLines(order).map((line) => toRemoteLine(line, order.dispatchedDate !== undefined)),
  }
}

/** A delivery date is a calendar day that is stored as midnight UTC (live x1). */
export function deliveryDayOf(order: OmniSalesOrder): string | undefined {
  return order.estimatedDeliveryDate?.toISOString().slice(0, 10)
}

/** The lines that somebody ordered: components of a kit have a parent line (spec) and come and go with it. */
export function ownLines(order: OmniSalesOrder): OmniSalesOrderItem[] {
  return order.lineItems.filter((line) => !line.parentId)
}

/** Status words arrive in capitals although the spec spells them otherwise (live x3), and the flags say the same. */
export function statusOf(order: OmniSalesOrder): RemoteSalesOrder['status'] {
  const word = order.status?.toLowerCase()
  if (order.isVoid || word === 'void') return 'void'
  if (word === 'draft' || (word === undefined && order.isApproved === false)) return 'draft'
  return 'approved'
}

function toRemoteLine(line: OmniSalesOrderItem, dispatched: boolean): RemoteLine {
  // Null means that nothing was shipped, except on a dispatched order, which is a fully dispatched one (spec).
  const shipped = line.qtyShipped ?? (dispatched ? line.qty : undefined)
  return {
    lineId: line.integrationRef,
    code: line.code ?? '',
    name: line.name ?? '',
    linked: Boolean(line.productId),
    quantity: amount(line.qty),
    quantityShipped: amount(shipped),
    unitPrice: line.unitPrice && formatShort(line.unitPrice),
  }
}

/** Amounts and quantities that Cin7 never leaves null where they are not zero (strong, one strict client). */
function amount(value: Decimal | undefined): DecimalText {
  return value ? formatShort(value) : '0'
}
