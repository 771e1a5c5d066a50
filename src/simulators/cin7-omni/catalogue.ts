// Products, options, categories and branches: written rarely by integrations, but as the API says. One duplicate style or
// option code fails a whole product request with 400, and a product is created with one option (spec, two third parties).

import type { Account } from './account.ts'
import { claimedByAnother } from './batch.ts'
import type { Prepared, WriteContext } from './batch.ts'
import type { Collection } from './collection.ts'
import { customFieldsOf } from './custom-fields.ts'
import { BadRequest } from './list-query.ts'
import type { BranchRow, CategoryRow, OptionRow, ProductRow, Row } from './rows.ts'
import type { Sent } from './wire-values.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

function refuseTaken(context: WriteContext, kind: string, code: string, ownId: number, taken: boolean): void {
  if (code === '') return
  if (claimedByAnother(context, `${kind}:${code.toLowerCase()}`, ownId) || taken)
    throw new BadRequest(`${kind} '${code}' already exists.`)
}

function refuseTakenCodes(context: WriteContext, record: Sent, options: Sent[]): void {
  const { account } = context
  const id = Number(record['id'] ?? 0)
  const styleCode = text(record['styleCode'])
  refuseTaken(
    context,
    'StyleCode',
    styleCode,
    id,
    account.products.by('styleCode', styleCode).some((row) => row.id !== id),
  )
  for (const option of options) refuseTakenOption(context, option)
}

function refuseTakenOption(context: WriteContext, option: Sent): void {
  const code = text(option['productOptionCode']) || text(option['code'])
  const optionId = Number(option['id'] ?? 0)
  const taken = context.account.options.by('productOptionCode', code).some((row) => row.id !== optionId)
  refuseTaken(context, 'ProductOptionCode', code, optionId, taken)
}

function highestKey(account: Account): number {
  return account.options.size === 0 ? 0 : Math.max(account.options.size, account.counters.lineId)
}

/** The rows of an option that a record means: the size that it names by name or code, else all sizes. */
function ownSizes(account: Account, record: Sent, productId: number): OptionRow[] {
  const rows = account.options.by('id', Number(record['id'])).filter((row) => row.productId === productId)
  const named = rows.filter((row) =>
    (['size', 'productOptionSizeCode'] as const).some(
      (name) => text(record[name]) !== '' && text(record[name]).toLowerCase() === row[name]?.toLowerCase(),
    ),
  )
  return named.length > 0 ? named : rows
}

function storeOption(account: Account, record: Sent, productId: number): OptionRow {
  const at = account.nowWire()
  const id = Number(record['id'] ?? 0)
  const existing = id === 0 ? [] : ownSizes(account, record, productId)
  const code = text(record['productOptionCode']) || text(record['code'])
  const olds: (OptionRow | undefined)[] = existing.length > 0 ? existing : [undefined]
  let last: OptionRow | undefined
  for (const old of olds) {
    if (!old) account.counters.lineId += 1
    const row: OptionRow = {
      status: 'Primary',
      createdDate: at,
      stockAvailable: 0,
      stockOnHand: 0,
      ...old,
      ...record,
      key: old?.key ?? highestKey(account) + 1_000_000,
      id: old?.id ?? account.options.highestId + 1,
      productId,
      modifiedDate: at,
    }
    if (code) row.productOptionCode = code
    account.putOption(row)
    last = row
  }
  if (!last) throw new Error('An option was written without a row.')
  return last
}

function storeProduct(account: Account, record: Sent, old: ProductRow | undefined): ProductRow {
  const at = account.nowWire()
  const id = old?.id ?? account.products.highestId + 1
  const { productOptions, ...own } = record
  const row: ProductRow = {
    status: 'Public',
    name: '',
    createdDate: at,
    ...old,
    ...own,
    id,
    modifiedDate: at,
    customFields: customFieldsOf(account, 'products', record, old),
  }
  account.products.put(row)
  for (const option of (productOptions as Sent[] | undefined) ?? []) storeOption(account, option, id)
  account.changed('data')
  return row
}

/** An id in a POST says nothing (live: 0 or null on every create), and must never reach a record that exists. */
const asNew = (record: Sent): Sent => ({ ...record, id: 0 })

export function createProduct(sent: Sent, context: WriteContext): Prepared {
  const options = ((sent['productOptions'] as Sent[] | undefined) ?? []).map(asNew)
  const record: Sent = { ...asNew(sent), productOptions: options }
  if (options.length > 1) throw new BadRequest('Only one product option per product can be created.')
  refuseTakenCodes(context, record, options)
  // Both are marked as required (spec); that their absence fails the record is a guess.
  if (!text(record['name'])) return { errors: ['The Name field is required.'] }
  if (options.length === 0) return { errors: ['The ProductOptions field is required.'] }
  return {
    store: () => {
      const row = storeProduct(context.account, record, undefined)
      return { id: row.id, code: row.styleCode ?? '' }
    },
  }
}

export function updateProduct(record: Sent, context: WriteContext): Prepared {
  const old = context.account.products.get(Number(record['id'] ?? 0))
  if (!old) return { errors: [`The product with id ${Number(record['id'] ?? 0)} could not be found.`] }
  refuseTakenCodes(context, record, (record['productOptions'] as Sent[] | undefined) ?? [])
  return {
    store: () => {
      const row = storeProduct(context.account, record, context.account.products.get(old.id))
      return { id: row.id, code: row.styleCode ?? '' }
    },
  }
}

export const createOption = (record: Sent, context: WriteContext): Prepared =>
  writeOption(asNew(record), context)

export function writeOption(record: Sent, context: WriteContext): Prepared {
  const { account } = context
  const id = Number(record['id'] ?? 0)
  const productId =
    id === 0 ? Number(record['productId'] ?? 0) : (account.options.by('id', id)[0]?.productId ?? 0)
  if (!account.products.get(productId)) {
    const what = id === 0 ? `product with id ${productId}` : `product option with id ${id}`
    return { errors: [`The ${what} could not be found.`] }
  }
  refuseTakenOption(context, record)
  return {
    store: () => {
      const row = storeOption(account, record, productId)
      account.changed('data')
      return { id: row.id, code: row.productOptionCode ?? '' }
    },
  }
}

/** Categories and branches: an id in a PUT, a name, and nothing else to get wrong. */
function plainWriter<T extends Row>(
  what: string,
  nameField: string,
  collectionOf: (account: Account) => Collection<T>,
  defaults: (id: number) => T,
): {
  create: (record: Sent, context: WriteContext) => Prepared
  update: (record: Sent, context: WriteContext) => Prepared
} {
  const store = (context: WriteContext, record: Sent, old: T | undefined) => {
    const collection = collectionOf(context.account)
    const id = old?.id ?? collection.highestId + 1
    const row: T = { ...defaults(id), ...old, ...record, id, modifiedDate: context.account.nowWire() }
    collection.put(row)
    context.account.changed('data')
    return { id, code: text(row[nameField]) }
  }
  return {
    create: (record, context) => {
      if (!text(record[nameField])) return { errors: [`The ${nameField} field is required.`] }
      return { store: () => store(context, record, undefined) }
    },
    update: (record, context) => {
      const id = Number(record['id'] ?? 0)
      const old = collectionOf(context.account).get(id)
      if (!old) return { errors: [`The ${what} with id ${id} could not be found.`] }
      return { store: () => store(context, record, collectionOf(context.account).get(id)) }
    },
  }
}

export const categoryWriter = plainWriter<CategoryRow>(
  'category',
  'name',
  (account) => account.categories,
  (id) => ({ id, parentId: 0, isActive: true, sort: id, name: '' }),
)

export const branchWriter = plainWriter<BranchRow>(
  'branch',
  'company',
  (account) => account.branches,
  (id) => ({ id, company: '', isActive: true }),
)
