/** An order to push, for the checks of adapters. Only tests use it. */
import { randomUUID } from 'node:crypto'
import { orderTotals, type TaxTreatment } from '../core/money.ts'
import type { SalesOrderIntent, SalesOrderLineIntent } from './port.ts'

export interface ExampleLine {
  readonly productKey: string | undefined
  readonly code?: string
  readonly name?: string
  readonly quantity?: string
  readonly unitPrice?: string
  readonly unitSize?: string
  readonly more?: Partial<SalesOrderLineIntent>
}

/** A complete intent whose totals fit its lines. `more` replaces whole fields of the intent. */
export function exampleIntent(
  customerKey: string | undefined,
  lines: readonly ExampleLine[],
  more: Partial<SalesOrderIntent> = {},
): SalesOrderIntent {
  const lineIntents = lines.map((line, index): SalesOrderLineIntent => ({
    lineId: randomUUID(),
    position: index + 1,
    productKey: line.productKey,
    productId: `product-${index + 1}`,
    code: line.code ?? '',
    name: line.name ?? `Product ${index + 1}`,
    quantity: line.quantity ?? '2',
    unitSize: line.unitSize ?? '1',
    unitPrice: line.unitPrice ?? '9.95',
    ...line.more,
  }))
  const currency = more.currency ?? 'NZD'
  const taxTreatment: TaxTreatment = more.taxTreatment ?? 'exclusive'
  const taxRate = more.taxRate ?? '15'
  const freight = more.freight ?? '12.5'
  const totals = orderTotals({
    currency,
    taxTreatment,
    taxRounding: 'order',
    taxRate,
    freight,
    lines: lineIntents,
  })
  return {
    orderId: randomUUID(),
    reference: `PV-${randomUUID().slice(0, 13)}`,
    customer: { customerId: 'customer-1', customerKey, name: 'Harbour Café' },
    lines: lineIntents,
    currency,
    freight,
    taxTreatment,
    taxRate,
    customFields: {},
    totals,
    ...more,
  }
}
