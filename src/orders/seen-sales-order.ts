/** A sales order as the ERP shows it now, what is kept of it, and which of its lines is which of ours. It decides nothing. */
import { type Decimal, add, decimal, formatShort, zero } from '../core/decimal.ts'
import type { LineRecord } from './order-store.ts'

/** A sales order as the ERP has it now. */
export interface SeenSalesOrder {
  readonly key: string
  readonly reference: string
  readonly customerKey: string | undefined
  readonly poNumber: string | undefined
  readonly branchKey: string | undefined
  readonly deliveryOn: string | undefined
  readonly status: 'draft' | 'approved' | 'void'
  readonly stage: string
  readonly dispatchedAt: Date | undefined
  readonly carrier: string | undefined
  readonly trackingCode: string | undefined
  readonly freight: string | undefined
  readonly total: string
  /** Quantities in base units. */
  readonly lines: readonly {
    readonly lineId: string | undefined
    readonly code: string
    readonly name: string
    readonly quantity: string
    readonly quantityShipped: string
    readonly unitPrice: string | undefined
  }[]
}

/** What is kept of a sales order to show and to compare later. */
export function remoteSummary(seen: SeenSalesOrder): Record<string, string | null> {
  const lines = seen.lines.map((line) => [
    line.lineId ?? line.code,
    formatShort(decimal(line.quantity)),
    line.unitPrice === undefined ? '' : formatShort(decimal(line.unitPrice)),
  ])
  return {
    content: JSON.stringify([
      seen.reference,
      seen.status === 'void',
      formatShort(decimal(seen.total)),
      lines,
    ]),
    header: JSON.stringify(
      [seen.customerKey, seen.poNumber, seen.branchKey, seen.deliveryOn].map((value) => value ?? null),
    ),
    status: seen.status,
    stage: seen.stage,
    total: seen.total,
    dispatchedAt: seen.dispatchedAt?.toISOString() ?? null,
    shipped: formatShort(shippedIn(seen)),
  }
}

/** How many base units have left, of all lines together. */
export function shippedIn(seen: SeenSalesOrder): Decimal {
  return seen.lines.reduce((sum, line) => add(sum, decimal(line.quantityShipped)), zero)
}

/** The line there that is this line; by its code where the ERP does not keep our ids. */
export function remoteOf(line: LineRecord, seen: SeenSalesOrder) {
  return (
    seen.lines.find((remote) => remote.lineId === line.lineId) ??
    seen.lines.find((remote) => remote.lineId === undefined && remote.code === line.code)
  )
}
