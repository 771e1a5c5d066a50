/** Orders: key, review, approve, follow. What they answer is in order-views.ts. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import {
  address,
  amount,
  cursor,
  id,
  limit,
  page,
  price,
  quantity,
  revision,
  search,
  typedDay,
} from './fields.ts'
import { orderTab, orderRow, timelineEvent, orderView } from './order-views.ts'

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
  deliveryOn: typedDay.nullable(),
  buyerNote: z.string().trim().max(2000),
  internalNote: z.string().trim().max(2000),
  freight: amount,
  freightDescription: z.string().trim().max(200),
  deliveryAddress: address,
  billingAddress: address,
})

const params = z.object({ orderId: id })

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
  goesOn: true,
  body: z.object({
    orders: z
      .array(z.object({ orderId: id, revision }))
      .min(1, 'Name at least one order.')
      .max(1000)
      .refine(
        (all) => new Set(all.map(({ orderId }) => orderId)).size === all.length,
        'An order is named twice. Name each once.',
      ),
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
    /** Links also a sales order of another customer, which is refused otherwise. */
    evenOfAnotherCustomer: z.boolean().optional(),
  }),
  answer: orderView,
  refusals: [
    'revision-stale',
    'not-now',
    'not-connected',
    'remote-not-found',
    'remote-ambiguous',
    'remote-linked-elsewhere',
    'remote-other-customer',
    'erp-unreachable',
    'erp-busy',
    'wrong-key',
  ],
})
