/** One supplier of a measurement and what its staff do: it is founded, connected to the simulated Cin7, and keys orders. */
import { connect } from '../src/contract/connection.ts'
import { listCustomers } from '../src/contract/customers.ts'
import type { AnswerOf, BodyIn } from '../src/contract/endpoint.ts'
import { applyImport, chooseImportRows, getImport, startImport } from '../src/contract/imports.ts'
import type { createOrder } from '../src/contract/orders.ts'
import { listProducts } from '../src/contract/products.ts'
import type { SupplierId } from '../src/core/ids.ts'
import { isRefusal } from '../src/core/refusal.ts'
import type { Db } from '../src/db/transact.ts'
import type { ApiClient } from '../src/demo/api-client.ts'
import { createSupplierWithOwner } from '../src/identity/create-supplier.ts'
import { until } from './until.ts'

export interface Person {
  readonly email: string
  readonly password: string
}

export type OrderBody = BodyIn<typeof createOrder>
export type Order = AnswerOf<typeof createOrder>

export async function foundSupplier(db: Db, supplierName: string, owner: Person): Promise<SupplierId> {
  const founded = await createSupplierWithOwner(db, {
    ...owner,
    supplierName,
    personName: 'Bench Owner',
    country: 'New Zealand',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
  })
  if (isRefusal(founded)) throw new Error(founded.sentence)
  return founded.supplierId
}

/** Connects, and imports every customer and product. A worker has to be running. */
export async function connectAndImport(
  api: ApiClient,
  credentials: { readonly username: string; readonly key: string },
): Promise<void> {
  await api.call(connect, { body: credentials })
  for (const kind of ['customers', 'products'] as const) await importAll(api, kind)
}

async function importAll(api: ApiClient, kind: 'customers' | 'products'): Promise<void> {
  const params = { importId: (await api.call(startImport, { body: { kind } })).importId }
  await until(async () => (await api.call(getImport, { params })).state !== 'reading')
  await api.call(chooseImportRows, { params, body: { tab: 'new', choice: 'apply' } })
  await api.call(applyImport, { params })
  await until(async () => (await api.call(getImport, { params })).state === 'done')
}

/** What can be ordered: tells the body of the nth order, a different one each time. */
export async function orderBodies(api: ApiClient): Promise<(n: number) => OrderBody> {
  const customers = (await api.call(listCustomers, { query: { limit: 60 } })).items.filter(
    (one) => !one.onHold,
  )
  const products = (await api.call(listProducts, { query: { limit: 200 } })).items.filter(
    (one) => one.orderable.allowed,
  )
  const at = <T>(list: readonly T[], place: number): T | undefined => list[place % list.length]
  return (n) => ({
    customerId: at(customers, n)?.customerId ?? '',
    lines: [0, 3, 7].map((step) => ({
      productId: at(products, n * 11 + step)?.productId ?? '',
      quantity: String(1 + ((n + step) % 20)),
    })),
    freight: `${n % 9}.35`,
  })
}
