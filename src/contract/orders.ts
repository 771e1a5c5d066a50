/** Orders: key, review, approve, follow. Amounts and quantities are decimal text. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import {
  address,
  allowed,
  amount,
  cursor,
  day,
  id,
  instant,
  limit,
  page,
  price,
  quantity,
  search,
} from './fields.ts'

export const orderStatus = z.enum([
  'draft',
  'placed',
  'approved',
  'part-shipped',
  'shipped',
  'rejected',
  'cancelled',
])
export const pushState = z.enum(['none', 'not-needed', 'waiting', 'sending', 'in-erp', 'parked'])
export const orderTab = z.enum(['to-review', 'waiting', 'in-erp', 'shipped', 'drafts', 'closed', 'all'])

export const orderRow = z.object({
  orderId: id,
  number: z.string(),
  status: orderStatus,
  pushState,
  /** One word for a person: Draft, To review, Waiting for Cin7, Sending, In Cin7, Needs you, Part shipped, Shipped, Rejected, Cancelled, Approved. */
  label: z.string(),
  tone: z.enum(['grey', 'amber', 'blue', 'green', 'red']),
  customerId: id,
  customerName: z.string(),
  source: z.enum(['staff', 'store', 'api', 'edi']),
  poNumber: z.string().nullable(),
  deliveryOn: day.nullable(),
  lineCount: z.number().int(),
  total: z.string(),
  currency: z.string(),
  at: instant,
  revision: z.number().int(),
})
export type OrderRow = z.output<typeof orderRow>

export const orderLineView = z.object({
  lineId: id,
  position: z.number().int(),
  productId: id,
  code: z.string(),
  name: z.string(),
  option: z.string(),
  unit: z.string().nullable(),
  image: z.string().nullable(),
  quantity: z.string(),
  quantityShipped: z.string(),
  unitPrice: z.string(),
  /** Why this price, as a sentence for staff: `Wholesale (NZD) tier 12.50` or `Typed by … instead of 12.50`. */
  priceReason: z.string(),
  /** The list price now, to reprice to; null when the product has none. */
  listPrice: z.string().nullable(),
  comment: z.string(),
  lineTotal: z.string(),
})

export const pushView = z.object({
  state: pushState,
  /** Where it stands as a sentence: `Sales order PV-1001 made in Cin7 at 9:41`. */
  sentence: z.string(),
  reference: z.string().nullable(),
  attempts: z.number().int(),
  nextAttemptAt: instant.nullable(),
  remoteKey: z.string().nullable(),
  how: z.enum(['created', 'found', 'linked-by-hand']).nullable(),
  verified: z.enum(['verified', 'different']).nullable(),
  differences: z.array(z.object({ what: z.string(), expected: z.string(), seen: z.string() })),
  /** What Cin7 has now. */
  remote: z
    .object({
      status: z.enum(['draft', 'approved', 'void']),
      stage: z.string(),
      total: z.string(),
      dispatchedAt: instant.nullable(),
    })
    .nullable(),
  remoteSeenAt: instant.nullable(),
  acceptedAt: instant.nullable(),
  problem: z
    .object({
      code: z.string(),
      sentence: z.string(),
      said: z.string().nullable(),
      entryId: id.nullable(),
    })
    .nullable(),
})

export const timelineEvent = z.object({
  eventId: id,
  at: instant,
  kind: z.string(),
  actorKind: z.enum(['person', 'purvey', 'erp']),
  actorName: z.string(),
  /** What happened, as a sentence. */
  sentence: z.string(),
  changes: z.array(z.object({ what: z.string(), from: z.string(), to: z.string() })),
})

export const orderView = orderRow.extend({
  customer: z.object({
    customerId: id,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    group: z.string().nullable(),
    onHold: z.boolean(),
    linked: z.boolean(),
    salesOrdersOn: z.boolean(),
  }),
  lines: z.array(orderLineView),
  buyerNote: z.string(),
  internalNote: z.string(),
  freight: z.string(),
  freightDescription: z.string(),
  taxTreatment: z.enum(['exclusive', 'inclusive', 'exempt']),
  taxRate: z.string(),
  productTotal: z.string(),
  tax: z.string(),
  deliveryAddress: address,
  billingAddress: address,
  createdBy: z.string(),
  placedAt: instant.nullable(),
  approvedAt: instant.nullable(),
  closedReason: z.string().nullable(),
  shippedAt: instant.nullable(),
  carrier: z.string().nullable(),
  trackingCode: z.string().nullable(),
  /** Doubts that do not stop approval: the same PO number again, customer on hold, a price that differs from the list. */
  warnings: z.array(z.object({ code: z.string(), sentence: z.string() })),
  can: z.object({
    edit: allowed,
    place: allowed,
    approve: allowed,
    reject: allowed,
    cancel: allowed,
    reopen: allowed,
    retry: allowed,
    linkExisting: allowed,
    markShipped: allowed,
  }),
  push: pushView,
})
export type OrderView = z.output<typeof orderView>

const lineInput = z.object({
  /** Given for a line that is there already; left out for a new one. */
  lineId: id.optional(),
  productId: id,
  quantity,
  /** Left out: the list price. */
  unitPrice: price.optional(),
  comment: z.string().trim().max(500).optional(),
})
export type LineInput = z.output<typeof lineInput>

const lines = z.array(lineInput).max(1000, 'An order has at most 1,000 lines; split it into several orders.')

const details = z.object({
  lines,
  poNumber: z.string().trim().max(50).nullable(),
  deliveryOn: day.nullable(),
  buyerNote: z.string().trim().max(2000),
  internalNote: z.string().trim().max(2000),
  freight: amount,
  freightDescription: z.string().trim().max(200),
  deliveryAddress: address,
  billingAddress: address,
})

const params = z.object({ orderId: id })
const revision = z.number().int()

export const listOrders = defineEndpoint({
  name: 'orders.list',
  method: 'GET',
  path: '/api/orders',
  summary: 'Orders of a tab, newest first, searched by number, PO number or customer',
  who: 'orders.read',
  query: z.object({ tab: orderTab.default('all'), search, customerId: id.optional(), cursor, limit }),
  answer: page(orderRow),
  refusals: [],
})

export const countOrders = defineEndpoint({
  name: 'orders.counts',
  method: 'GET',
  path: '/api/orders/counts',
  summary: 'How many orders each tab holds',
  who: 'orders.read',
  answer: z.record(orderTab, z.number().int()),
  refusals: [],
})

export const createOrder = defineEndpoint({
  name: 'orders.create',
  method: 'POST',
  path: '/api/orders',
  summary: 'Key an order for a customer, as a draft or placed at once',
  who: 'orders.write',
  body: details
    .partial()
    .required({ lines: true })
    .extend({ customerId: id, place: z.boolean().default(true) }),
  answer: orderView,
  refusals: [
    'line-unknown',
    'customer-unknown',
    'customer-inactive',
    'product-unknown',
    'product-not-orderable',
    'order-empty',
  ],
})

export const getOrder = defineEndpoint({
  name: 'orders.get',
  method: 'GET',
  path: '/api/orders/:orderId',
  summary: 'One order with its lines, what may be done with it, and where its push stands',
  who: 'orders.read',
  params,
  answer: orderView,
  refusals: [],
})

export const getTimeline = defineEndpoint({
  name: 'orders.timeline',
  method: 'GET',
  path: '/api/orders/:orderId/timeline',
  summary: 'Everything that happened to an order, newest first',
  who: 'orders.read',
  params,
  answer: z.object({ items: z.array(timelineEvent) }),
  refusals: [],
})

export const editOrder = defineEndpoint({
  name: 'orders.edit',
  method: 'PATCH',
  path: '/api/orders/:orderId',
  summary: 'Change an order that is not approved yet; lines, when given, replace all lines',
  who: 'orders.write',
  params,
  body: details.partial().extend({ revision }),
  answer: orderView,
  refusals: [
    'revision-stale',
    'not-now',
    'product-unknown',
    'product-not-orderable',
    'order-empty',
    'line-unknown',
  ],
})

export const placeOrder = defineEndpoint({
  name: 'orders.place',
  method: 'POST',
  path: '/api/orders/:orderId/place',
  summary: 'Place a draft: it goes to review',
  who: 'orders.write',
  params,
  body: z.object({ revision }),
  answer: orderView,
  refusals: ['revision-stale', 'not-now', 'order-empty'],
})

export const previewOrder = defineEndpoint({
  name: 'orders.preview',
  method: 'GET',
  path: '/api/orders/:orderId/preview',
  summary: 'Exactly the sales order that Cin7 would get, or what stands in the way',
  who: 'orders.read',
  params,
  answer: z.object({
    /** False: nothing would be sent (sales orders are off for the customer, or nothing is connected), with the reason. */
    wouldSend: z.boolean(),
    why: z.string().nullable(),
    preview: z
      .object({
        fields: z.array(
          z.object({ field: z.string(), label: z.string(), value: z.string(), source: z.string() }),
        ),
        lines: z.array(
          z.array(z.object({ field: z.string(), label: z.string(), value: z.string(), source: z.string() })),
        ),
        record: z.record(z.string(), z.unknown()),
      })
      .nullable(),
    problems: z.array(
      z.object({
        code: z.string(),
        field: z.string(),
        seen: z.string(),
        sentence: z.string(),
        subject: z.object({
          kind: z.enum(['customer', 'product', 'line', 'order', 'connection']),
          id: z.string(),
        }),
      }),
    ),
  }),
  refusals: [],
})

export const approveOrder = defineEndpoint({
  name: 'orders.approve',
  method: 'POST',
  path: '/api/orders/:orderId/approve',
  summary: 'Approve the revision that was reviewed; its sales order is made in Cin7',
  who: 'orders.approve',
  params,
  body: z.object({ revision }),
  answer: orderView,
  refusals: ['revision-stale', 'not-now', 'order-empty'],
})

export const approveOrders = defineEndpoint({
  name: 'orders.approve-many',
  method: 'POST',
  path: '/api/orders/approve',
  summary: 'Approve many; each fares on its own',
  who: 'orders.approve',
  body: z.object({
    orders: z
      .array(z.object({ orderId: id, revision }))
      .min(1)
      .max(1000),
  }),
  answer: z.object({
    approved: z.number().int(),
    refused: z.array(z.object({ orderId: id, number: z.string(), code: z.string(), sentence: z.string() })),
  }),
  refusals: [],
})

export const rejectOrder = defineEndpoint({
  name: 'orders.reject',
  method: 'POST',
  path: '/api/orders/:orderId/reject',
  summary: 'Reject an order with a reason that the buyer sees',
  who: 'orders.approve',
  params,
  body: z.object({
    revision,
    reason: z.string().trim().min(1, 'Give the reason; the buyer sees it.').max(1000),
  }),
  answer: orderView,
  refusals: ['revision-stale', 'not-now'],
})

export const cancelOrder = defineEndpoint({
  name: 'orders.cancel',
  method: 'POST',
  path: '/api/orders/:orderId/cancel',
  summary: 'Cancel an order with a reason that the buyer sees; one that Cin7 has must be voided there too',
  who: 'orders.approve',
  params,
  body: z.object({
    revision,
    reason: z.string().trim().min(1, 'Give the reason; the buyer sees it.').max(1000),
  }),
  answer: orderView,
  refusals: ['revision-stale', 'not-now'],
})

export const reopenOrder = defineEndpoint({
  name: 'orders.reopen',
  method: 'POST',
  path: '/api/orders/:orderId/reopen',
  summary: 'Take an approved order whose push is parked, and surely not in Cin7, back to review',
  who: 'orders.approve',
  params,
  body: z.object({ revision }),
  answer: orderView,
  refusals: ['revision-stale', 'not-now'],
})

export const markShipped = defineEndpoint({
  name: 'orders.mark-shipped',
  method: 'POST',
  path: '/api/orders/:orderId/ship',
  summary: 'Mark an order shipped by hand, where no sales order is made',
  who: 'orders.write',
  params,
  body: z.object({
    revision,
    carrier: z.string().trim().max(100).optional(),
    trackingCode: z.string().trim().max(100).optional(),
  }),
  answer: orderView,
  refusals: ['revision-stale', 'not-now'],
})

export const retryPush = defineEndpoint({
  name: 'orders.retry-push',
  method: 'POST',
  path: '/api/orders/:orderId/push/retry',
  summary: 'Try a parked push again',
  who: 'inbox.fix',
  params,
  answer: orderView,
  refusals: ['revision-stale', 'not-now'],
})

export const linkSalesOrder = defineEndpoint({
  name: 'orders.link-sales-order',
  method: 'POST',
  path: '/api/orders/:orderId/push/link',
  summary: 'Attach a sales order that exists in Cin7, by reference or id, instead of making one',
  who: 'inbox.fix',
  params,
  body: z.object({
    referenceOrId: z.string().trim().min(1, 'Give the reference or the id of the sales order.').max(60),
  }),
  answer: orderView,
  refusals: [
    'revision-stale',
    'not-now',
    'not-connected',
    'remote-not-found',
    'remote-linked-elsewhere',
    'erp-unreachable',
    'erp-busy',
    'wrong-key',
  ],
})
