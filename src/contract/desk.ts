/** What the desk's frame and its first page show, search over everything, and the supplier's settings. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import { decimalText, id, instant, revision } from './fields.ts'
import { orderRow } from './order-views.ts'

export const getStatus = defineEndpoint({
  name: 'desk.status',
  method: 'GET',
  path: '/api/status',
  summary: 'The Cin7 light and the counts in the rail',
  who: 'signed-in',
  answer: z.object({
    light: z.object({
      tone: z.enum(['green', 'amber', 'red', 'grey']),
      word: z.string(),
      sentence: z.string(),
    }),
    inbox: z.number().int(),
    toReview: z.number().int(),
  }),
  refusals: [],
})

export const getToday = defineEndpoint({
  name: 'desk.today',
  method: 'GET',
  path: '/api/today',
  summary: 'The set-up checklist, the counts of the day, and the newest orders',
  who: 'signed-in',
  answer: z.object({
    setUp: z.object({
      complete: z.boolean(),
      steps: z.array(
        z.object({
          step: z.enum(['business', 'connect', 'customers', 'products', 'first-order']),
          done: z.boolean(),
          sentence: z.string(),
          minutes: z.number().int(),
        }),
      ),
    }),
    counts: z.object({
      toReview: z.number().int(),
      waiting: z.number().int(),
      parked: z.number().int(),
      inErp: z.number().int(),
      shippedToday: z.number().int(),
      placedToday: z.number().int(),
    }),
    newest: z.array(orderRow),
  }),
  refusals: [],
})

export const searchEverything = defineEndpoint({
  name: 'desk.search',
  method: 'GET',
  path: '/api/search',
  summary: 'Orders, customers and products that match, the best five of each',
  who: 'signed-in',
  query: z.object({ q: z.string().trim().min(1).max(100) }),
  answer: z.object({
    orders: z.array(
      z.object({ orderId: id, number: z.string(), customerName: z.string(), label: z.string() }),
    ),
    customers: z.array(z.object({ customerId: id, name: z.string(), group: z.string().nullable() })),
    products: z.array(
      z.object({ productId: id, name: z.string(), code: z.string(), basePrice: z.string().nullable() }),
    ),
  }),
  refusals: [],
})

export const supplierView = z.object({
  supplierId: id,
  name: z.string(),
  country: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  orderPrefix: z.string(),
  taxTreatment: z.enum(['exclusive', 'inclusive', 'exempt']),
  taxRate: z.string(),
  taxRounding: z.enum(['line', 'order']),
  freightDescription: z.string(),
  internalCommentTemplate: z.string(),
  revision: z.number().int(),
  createdAt: instant,
})

export const getSupplier = defineEndpoint({
  name: 'settings.get',
  method: 'GET',
  path: '/api/supplier',
  summary: "The supplier's settings",
  who: 'settings.read',
  answer: supplierView,
  refusals: [],
})

export const saveSupplier = defineEndpoint({
  name: 'settings.save',
  method: 'PATCH',
  path: '/api/supplier',
  summary: "Change the supplier's settings",
  who: 'settings.manage',
  body: z.object({
    revision,
    name: z.string().trim().min(1).max(200).optional(),
    country: z.string().trim().max(60).optional(),
    timeZone: z.string().min(1).max(60).optional(),
    orderPrefix: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,11}$/, 'Use letters, digits and dashes, at most 12.')
      .optional(),
    taxTreatment: z.enum(['exclusive', 'inclusive', 'exempt']).optional(),
    taxRate: decimalText(4)
      .refine(
        (value) => !value.startsWith('-') && Number(value) < 100,
        'A tax rate is from 0 to below 100 percent.',
      )
      .optional(),
    taxRounding: z.enum(['line', 'order']).optional(),
    freightDescription: z.string().trim().max(200).optional(),
    internalCommentTemplate: z.string().max(1000).optional(),
  }),
  answer: supplierView,
  refusals: ['revision-stale', 'time-zone-unknown'],
})
