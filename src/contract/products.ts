/** Products: one sellable thing each; an option or a size in Cin7 is a product of its own. */
import { z } from 'zod'
import { remoteChoice } from './customers.ts'
import { defineEndpoint } from './endpoint.ts'
import { cursor, id, instant, limit, page, price, revision, search } from './fields.ts'

export const productRow = z.object({
  productId: id,
  name: z.string(),
  code: z.string(),
  barcode: z.string().nullable(),
  category: z.string().nullable(),
  unit: z.string().nullable(),
  /** Null: no price, cannot be ordered until priced. */
  basePrice: z.string().nullable(),
  isActive: z.boolean(),
  /** Whether it can be ordered now; when not, why not. */
  orderable: z.object({ allowed: z.boolean(), why: z.string().optional() }),
  image: z.object({ small: z.string(), large: z.string() }).nullable(),
  linked: z.boolean(),
})
export type ProductRow = z.output<typeof productRow>

export const productView = productRow.extend({
  styleCode: z.string().nullable(),
  brand: z.string().nullable(),
  subCategory: z.string().nullable(),
  description: z.string().nullable(),
  option1: z.string().nullable(),
  option2: z.string().nullable(),
  option3: z.string().nullable(),
  size: z.string().nullable(),
  unitSize: z.string(),
  tierPrices: z.array(
    z.object({ key: z.string(), label: z.string(), price: z.string(), inUse: z.boolean() }),
  ),
  images: z.array(
    z.object({
      small: z.string().nullable(),
      large: z.string().nullable(),
      state: z.enum(['waiting', 'ready', 'failed']),
      reason: z.string().nullable(),
    }),
  ),
  /** Fields that keep their value here when Cin7 changes. */
  keptFields: z.array(z.string()),
  link: z.object({ remoteKey: z.string(), name: z.string(), seenAt: instant }).nullable(),
  revision: z.number().int(),
})
export type ProductView = z.output<typeof productView>

const params = z.object({ productId: id })

export const listProducts = defineEndpoint({
  name: 'products.list',
  method: 'GET',
  path: '/api/products',
  summary: 'Products by name, searched by name, code, barcode, category or brand',
  who: 'products.read',
  query: z.object({
    search,
    category: z.string().max(200).optional(),
    filter: z.enum(['active', 'inactive', 'no-price', 'not-linked', 'all']).default('active'),
    cursor,
    limit,
  }),
  answer: page(productRow),
  refusals: [],
})

export const listCategories = defineEndpoint({
  name: 'products.categories',
  method: 'GET',
  path: '/api/products/categories',
  summary: 'The categories with the number of active products in each',
  who: 'products.read',
  answer: z.object({ items: z.array(z.object({ category: z.string(), count: z.number().int() })) }),
  refusals: [],
})

export const getProduct = defineEndpoint({
  name: 'products.get',
  method: 'GET',
  path: '/api/products/:productId',
  summary: 'One product',
  who: 'products.read',
  params,
  answer: productView,
  refusals: [],
})

export const editProduct = defineEndpoint({
  name: 'products.edit',
  method: 'PATCH',
  path: '/api/products/:productId',
  summary: 'Change a product; a changed field keeps its value when Cin7 changes, until it follows Cin7 again',
  who: 'products.write',
  params,
  body: z.object({
    revision,
    name: z.string().trim().min(1, 'Give the name of the product.').max(400).optional(),
    basePrice: price.nullable().optional(),
    isActive: z.boolean().optional(),
    /** Fields (`name`, `basePrice`, `isActive`) that shall follow Cin7 again. */
    follow: z.array(z.enum(['name', 'basePrice', 'isActive'])).optional(),
  }),
  answer: productView,
  refusals: ['revision-stale', 'price-zero'],
})

export const searchRemoteProducts = defineEndpoint({
  name: 'products.search-remote',
  method: 'GET',
  path: '/api/connection/products',
  summary: 'Search the products in Cin7 by code, barcode or name, to link one',
  who: 'products.write',
  query: z.object({ search: z.string().trim().min(2, 'Type at least two characters.').max(100) }),
  answer: z.object({ items: z.array(remoteChoice) }),
  refusals: ['not-connected', 'erp-unreachable', 'erp-busy', 'wrong-key'],
})

export const linkProduct = defineEndpoint({
  name: 'products.link',
  method: 'POST',
  path: '/api/products/:productId/link',
  summary: 'Link a product to a Cin7 product option',
  who: 'products.write',
  params,
  body: z.object({ remoteKey: z.string().min(1).max(100) }),
  answer: productView,
  refusals: [
    'not-connected',
    'remote-not-found',
    'remote-linked-elsewhere',
    'erp-unreachable',
    'erp-busy',
    'wrong-key',
  ],
})
