/**
 * Builds, from what is stored here, the sales orders that should exist in the ERP. Preview, push and read-back all use this
 * one builder, so that what staff saw is what is sent and what is compared.
 */
import { branchList, mappingRules } from '../connections/connection-view.ts'
import { connectionById } from '../connections/connection-store.ts'
import { fillComment, resolveMapping } from '../connections/resolve-mapping.ts'
import { decimal, formatShort } from '../core/decimal.ts'
import { asId } from '../core/ids.ts'
import { type OrderingCustomer, customersForOrders } from '../customers/find-customer.ts'
import type { Tx } from '../db/transact.ts'
import type { Address, SalesOrderIntent, SalesOrderLineIntent } from '../erp/port.ts'
import { erpKeys } from '../links/link-store.ts'
import { type LineRecord, type OrderRecord, findOrders, linesOf } from '../orders/order-store.ts'

export interface IntentRequest {
  readonly supplierId: string
  readonly connectionId: string
  readonly pushes: readonly { readonly orderId: string; readonly reference: string }[]
  /** Where people reach this installation; empty when unknown. */
  readonly publicUrl: string
}

interface Sources {
  readonly customers: ReadonlyMap<string, OrderingCustomer>
  readonly customerKeys: ReadonlyMap<string, string>
  readonly productKeys: ReadonlyMap<string, string>
  readonly mapping: ReturnType<typeof mappingRules.parse>
  readonly branches: ReturnType<typeof branchList.parse>
  readonly commentTemplate: string
  readonly publicUrl: string
}

/** The intent of each push's order, by order id. Orders that are not there are left out. */
export async function buildIntents(tx: Tx, request: IntentRequest): Promise<Map<string, SalesOrderIntent>> {
  const { supplierId } = request
  const orderIds = request.pushes.map((push) => push.orderId)
  if (orderIds.length === 0) return new Map()
  const orders = await findOrders(tx, { supplierId, orderIds })
  const lines = Map.groupBy(await linesOf(tx, { supplierId, orderIds }), (line) => line.orderId)
  const sources = await gather(tx, request, { orders, lines: [...lines.values()].flat() })
  const references = new Map(request.pushes.map((push) => [push.orderId, push.reference]))
  return new Map(
    orders.flatMap((order) => {
      const reference = references.get(order.orderId)
      const customer = sources.customers.get(order.customerId)
      if (reference === undefined || !customer) return []
      return [
        [
          order.orderId,
          intentOf({ order, reference, customer, lines: lines.get(order.orderId) ?? [], sources }),
        ],
      ]
    }),
  )
}

async function gather(
  tx: Tx,
  { supplierId, connectionId, publicUrl }: IntentRequest,
  { orders, lines }: { orders: readonly OrderRecord[]; lines: readonly LineRecord[] },
): Promise<Sources> {
  const customerIds = [...new Set(orders.map((order) => order.customerId))]
  const productIds = [...new Set(lines.map((line) => line.productId))]
  const supplier = await tx
    .selectFrom('suppliers')
    .select('internalCommentTemplate')
    .where('supplierId', '=', supplierId)
    .executeTakeFirstOrThrow()
  const connection = await connectionById(tx, { supplierId: asId(supplierId), connectionId })
  return {
    customers: await customersForOrders(tx, customerIds),
    customerKeys: await erpKeys(tx, connectionId, 'customer', customerIds),
    productKeys: await erpKeys(tx, connectionId, 'product', productIds),
    mapping: mappingRules.parse(connection?.customFieldMapping ?? []),
    branches: branchList.parse(connection?.branches ?? []),
    commentTemplate: supplier.internalCommentTemplate,
    publicUrl,
  }
}

function intentOf(of: {
  order: OrderRecord
  reference: string
  customer: OrderingCustomer
  lines: readonly LineRecord[]
  sources: Sources
}): SalesOrderIntent {
  const { order, customer, sources } = of
  const mapped = resolveMapping(sources.mapping, customer, order, sources.branches)
  const optional = (text: string | null): string | undefined => text || undefined
  return {
    orderId: order.orderId,
    reference: of.reference,
    customer: {
      customerId: customer.customerId,
      customerKey: sources.customerKeys.get(customer.customerId),
      name: customer.name,
      email: optional(customer.email),
      phone: optional(customer.phone),
    },
    lines: of.lines.map((line) => lineIntent(line, sources.productKeys.get(line.productId))),
    currency: order.currency,
    freight: order.freight,
    freightDescription: optional(order.freightDescription),
    taxTreatment: order.taxTreatment,
    taxRate: formatShort(decimal(order.taxRate)),
    branchKey: mapped.branchKey,
    poNumber: optional(order.poNumber),
    deliveryNote: optional(order.buyerNote),
    internalComment: internalComment(of),
    deliveryOn: optional(order.deliveryOn),
    deliveryAddress: order.deliveryAddress as Address,
    billingAddress: order.billingAddress as Address,
    customFields: mapped.customFields,
    carrier: mapped.carrier,
    projectName: mapped.projectName,
    totals: { productTotal: order.productTotal, tax: order.tax, total: order.total },
  }
}

function lineIntent(line: LineRecord, productKey: string | undefined): SalesOrderLineIntent {
  return {
    lineId: line.lineId,
    position: line.position,
    productKey,
    productId: line.productId,
    code: line.code,
    name: line.name,
    option1: line.option1 ?? undefined,
    option2: line.option2 ?? undefined,
    option3: line.option3 ?? undefined,
    size: line.size ?? undefined,
    quantity: formatShort(decimal(line.quantity)),
    unitSize: formatShort(decimal(line.unitSize)),
    unitPrice: formatShort(decimal(line.unitPrice), 2),
    comment: line.comment || undefined,
  }
}

function internalComment({
  order,
  customer,
  sources,
}: {
  order: OrderRecord
  customer: OrderingCustomer
  sources: Sources
}): string | undefined {
  const comment = fillComment(sources.commentTemplate, {
    number: order.number,
    source: order.source,
    person: order.createdBy,
    poNumber: order.poNumber,
    link: sources.publicUrl ? `${sources.publicUrl}/orders/${order.orderId}` : '',
    customer: customer.name,
  })
  return [comment, order.internalNote].filter(Boolean).join('\n') || undefined
}
