/** Customers: businesses that buy from the supplier. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint.ts'
import { address, cursor, done, emailAddress, id, instant, limit, page, revision, search } from './fields.ts'

export const customerRow = z.object({
  customerId: id,
  name: z.string(),
  accountNumber: z.string().nullable(),
  email: z.string().nullable(),
  group: z.string().nullable(),
  onHold: z.boolean(),
  isActive: z.boolean(),
  salesOrdersOn: z.boolean(),
  branchKey: z.string().nullable(),
  linked: z.boolean(),
})
export type CustomerRow = z.output<typeof customerRow>

export const customerView = customerRow.extend({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phone: z.string().nullable(),
  paymentTerms: z.string().nullable(),
  deliveryAddress: address,
  billingAddress: address,
  customFields: z.record(z.string(), z.string()),
  notes: z.string(),
  /** The linked Cin7 contact, with when it was last seen there. */
  link: z.object({ remoteKey: z.string(), name: z.string(), seenAt: instant }).nullable(),
  revision: z.number().int(),
  recentOrders: z.array(
    z.object({
      orderId: id,
      number: z.string(),
      label: z.string(),
      tone: z.enum(['grey', 'amber', 'blue', 'green', 'red']),
      total: z.string(),
      at: instant,
    }),
  ),
})
export type CustomerView = z.output<typeof customerView>

const text = (most: number) => z.string().trim().max(most).nullable()
const writable = z.object({
  name: z.string().trim().min(1, 'Give the name of the business.').max(250),
  accountNumber: text(10),
  firstName: text(250),
  lastName: text(250),
  email: emailAddress('orders@example.com', 250).nullable(),
  phone: text(50),
  group: text(100),
  paymentTerms: text(200),
  deliveryAddress: address,
  billingAddress: address,
  notes: z.string().max(4000),
  onHold: z.boolean(),
  isActive: z.boolean(),
  branchKey: text(50),
  salesOrdersOn: z.boolean(),
})

const params = z.object({ customerId: id })

export const listCustomers = defineEndpoint({
  name: 'customers.list',
  method: 'GET',
  path: '/api/customers',
  summary: 'Customers by name, searched by name, account, e-mail, person or group',
  who: 'customers.read',
  query: z.object({
    search,
    filter: z.enum(['active', 'inactive', 'on-hold', 'not-linked', 'all']).default('active'),
    cursor,
    limit,
  }),
  answer: page(customerRow),
  refusals: [],
})

export const getCustomer = defineEndpoint({
  name: 'customers.get',
  method: 'GET',
  path: '/api/customers/:customerId',
  summary: 'One customer',
  who: 'customers.read',
  params,
  answer: customerView,
  refusals: [],
})

export const createCustomer = defineEndpoint({
  name: 'customers.create',
  method: 'POST',
  path: '/api/customers',
  summary: 'Make a customer by hand',
  who: 'customers.write',
  body: writable.partial().required({ name: true }),
  answer: customerView,
  refusals: ['branch-unknown'],
})

export const editCustomer = defineEndpoint({
  name: 'customers.edit',
  method: 'PATCH',
  path: '/api/customers/:customerId',
  summary: 'Change a customer',
  who: 'customers.write',
  params,
  body: writable.partial().extend({ revision }),
  answer: customerView,
  refusals: ['revision-stale', 'branch-unknown'],
})

export const editCustomers = defineEndpoint({
  name: 'customers.edit-many',
  method: 'POST',
  path: '/api/customers/bulk',
  summary: 'Set the branch, or turn sales orders on or off, for many customers at once',
  who: 'customers.write',
  body: z.object({
    customerIds: z.array(id).min(1).max(10_000),
    branchKey: text(50).optional(),
    salesOrdersOn: z.boolean().optional(),
  }),
  answer: z.object({ changed: z.number().int() }),
  refusals: ['branch-unknown'],
})

export const remoteChoice = z.object({
  remoteKey: z.string(),
  name: z.string(),
  detail: z.string(),
  /** Ours that it is linked to already, if any. */
  linkedTo: z.string().nullable(),
})

export const searchContacts = defineEndpoint({
  name: 'customers.search-contacts',
  method: 'GET',
  path: '/api/connection/contacts',
  summary: 'Search the contacts in Cin7 by name, e-mail or id, to link one',
  who: 'customers.write',
  query: z.object({ search: z.string().trim().min(2, 'Type at least two characters.').max(100) }),
  answer: z.object({ items: z.array(remoteChoice) }),
  refusals: ['not-connected', 'erp-unreachable', 'erp-busy', 'wrong-key'],
})

export const linkCustomer = defineEndpoint({
  name: 'customers.link',
  method: 'POST',
  path: '/api/customers/:customerId/link',
  summary: 'Link a customer to a Cin7 contact',
  who: 'customers.write',
  params,
  body: z.object({ remoteKey: z.string().min(1).max(50) }),
  answer: customerView,
  refusals: [
    'not-connected',
    'remote-not-found',
    'remote-linked-elsewhere',
    'erp-unreachable',
    'erp-busy',
    'wrong-key',
  ],
})

export const unlinkCustomer = defineEndpoint({
  name: 'customers.unlink',
  method: 'DELETE',
  path: '/api/customers/:customerId/link',
  summary: 'Remove the link between a customer and its Cin7 contact',
  who: 'customers.write',
  params,
  answer: done,
  refusals: ['not-linked'],
})
