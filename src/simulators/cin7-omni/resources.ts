// The resources of the API as a table: model, records, verbs, how one reads, how one is written. Adding a resource is adding
// a row here.

import type { Account, ResourceName } from './account.ts'
import type { Writer } from './batch.ts'
import {
  branchWriter,
  categoryWriter,
  createOption,
  createProduct,
  updateProduct,
  writeOption,
} from './catalogue.ts'
import type { Collection } from './collection.ts'
import { createContact, updateContact } from './contacts.ts'
import type { Model } from './model.ts'
import { PRODUCT, PRODUCT_CATEGORY, PRODUCT_OPTION, STOCK_UNIT } from './models-catalogue.ts'
import { BRANCH, CONTACT, USER } from './models-people.ts'
import { PAYMENT, SALES_ORDER } from './models-sales.ts'
import { presentableOrder } from './order-present.ts'
import { createPayment, updatePayment } from './payments.ts'
import type { ContactRow, OptionRow, OrderRow, Row } from './rows.ts'
import { createOrder, updateOrder } from './sales-orders.ts'

export type Resource = {
  name: ResourceName
  model: Model
  collection: (account: Account) => Collection<Row>
  /** GET /{id} exists. */
  single: boolean
  create?: Writer
  update?: Writer
  removable: boolean
  /** What a row reads as, where that is not what is stored. */
  presentable?: (account: Account, row: Row) => Row
  /** Rows that lists do not show yet. */
  hidden?: (account: Account, row: Row) => boolean
}

// Collections are read through the common row type here; writes go through each resource's own functions.
const rowsOf = <T extends Row>(collection: Collection<T>) => collection as unknown as Collection<Row>

function presentableOption(option: OptionRow): Row {
  const uomOptions = option.uomOptions?.map((uom) => ({ ...uom, productOptionId: option.id }))
  return { ...option, uomOptions }
}

function presentableProduct(account: Account, row: Row): Row {
  return { ...row, productOptions: account.options.by('productId', row.id).map(presentableOption) }
}

function presentableContact(account: Account, row: Row): Row {
  const prefix = account.switches.contactFieldPrefix
  const values = (row as ContactRow)['customFields'] as Record<string, unknown> | undefined
  const entries = account.settings.customFields.members.map((name) => [
    name.replace('members_', prefix),
    values?.[name] ?? null,
  ])
  return { ...row, customFields: Object.fromEntries(entries) as Record<string, unknown> }
}

const table: Resource[] = [
  {
    name: 'Contacts',
    model: CONTACT,
    collection: (account) => rowsOf(account.contacts),
    single: true,
    create: createContact,
    update: updateContact,
    removable: true,
    presentable: presentableContact,
  },
  {
    name: 'Products',
    model: PRODUCT,
    collection: (account) => rowsOf(account.products),
    single: true,
    create: createProduct,
    update: updateProduct,
    removable: false,
    presentable: presentableProduct,
  },
  {
    name: 'ProductOptions',
    model: PRODUCT_OPTION,
    collection: (account) => rowsOf(account.options),
    single: true,
    create: createOption,
    update: writeOption,
    removable: false,
    presentable: (_account, row) => presentableOption(row as OptionRow),
  },
  {
    name: 'ProductCategories',
    model: PRODUCT_CATEGORY,
    collection: (account) => rowsOf(account.categories),
    single: true,
    ...categoryWriter,
    removable: false,
  },
  {
    name: 'Branches',
    model: BRANCH,
    collection: (account) => rowsOf(account.branches),
    single: true,
    ...branchWriter,
    removable: false,
  },
  {
    name: 'Stock',
    model: STOCK_UNIT,
    collection: (account) => rowsOf(account.stock),
    single: false,
    removable: false,
  },
  {
    name: 'Users',
    model: USER,
    collection: (account) => rowsOf(account.users),
    single: true,
    removable: false,
  },
  {
    name: 'SalesOrders',
    model: SALES_ORDER,
    collection: (account) => rowsOf(account.orders),
    single: true,
    create: createOrder,
    update: updateOrder,
    removable: false,
    presentable: (account, row) => presentableOrder(account, row as OrderRow),
    hidden: (account, row) => ((row as OrderRow).listedAtMs ?? 0) > account.now(),
  },
  {
    name: 'Payments',
    model: PAYMENT,
    collection: (account) => rowsOf(account.payments),
    single: true,
    create: createPayment,
    update: updatePayment,
    removable: true,
  },
]

/** Resources that Omni has and this simulator has not (spec): their boxes are as if never ticked, so each answers 403. */
const neverTicked = new Set(
  'purchaseorders quotes creditnotes adjustments branchtransfers productionjobs serialnumbers sizeranges bommasters salesorderswithcartons voucher cartons productimages paymentfeesandpayouts'.split(
    ' ',
  ),
)

export function isNeverTicked(name: string): boolean {
  return neverTicked.has(name.toLowerCase())
}

const byName = new Map(table.map((resource) => [resource.name.toLowerCase(), resource]))

export function resourceNamed(name: string): Resource | undefined {
  return byName.get(name.toLowerCase())
}
