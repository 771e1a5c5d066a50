/** An order as it is shown: row, lines, push, timeline, and what may be done. Amounts and quantities are decimal text. */
import { z } from 'zod'
import { address, allowed, day, id, instant } from './fields.ts'
import { fix } from './inbox.ts'

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
export const orderTab = z.enum([
  'to-review',
  'needs-you',
  'waiting',
  'in-erp',
  'shipped',
  'drafts',
  'closed',
  'all',
  /** Approved, without a sales order: shipped by hand. */
  'by-hand',
])

export const orderRow = z.object({
  orderId: id,
  number: z.string(),
  status: orderStatus,
  pushState,
  /** One word for a person: Draft, To review, Waiting for Cin7, Sending, In Cin7, Needs you, Voided in Cin7, Part shipped, Shipped, Rejected, Cancelled, Approved. */
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
  /** Whether it waits for somebody to do something about the connection: paused, disconnected, refused. */
  stopped: z.boolean(),
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
    })
    .nullable(),
  /** What the error inbox has open about it: what is wrong, and its fixes, the likeliest first. */
  inbox: z.object({ entryId: id, cause: z.string(), sentence: z.string(), fixes: z.array(fix) }).nullable(),
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
  /** Whether each line's tax is rounded, or their sum: as it was when the order was made, whatever the settings say now. */
  taxRounding: z.enum(['line', 'order']),
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
