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

export type ImportKind = 'customers' | 'products'
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
  for (const kind of ['customers', 'products'] as const) await applyAll(api, await readAll(api, kind))
}

/** Reads everything of a kind from Cin7. Returns the import, which waits to be applied. */
export async function readAll(api: ApiClient, kind: ImportKind): Promise<string> {
  const { importId } = await api.call(startImport, { body: { kind } })
  await untilImport(api, importId, 'ready')
  return importId
}

/** Applies all that is new. */
export async function applyAll(api: ApiClient, importId: string): Promise<void> {
  const params = { importId }
  await api.call(chooseImportRows, { params, body: { tab: 'new', choice: 'apply' } })
  await api.call(applyImport, { params })
  await untilImport(api, importId, 'done')
}

async function untilImport(api: ApiClient, importId: string, wanted: 'ready' | 'done'): Promise<void> {
  await until(
    async () => {
      const { state } = await api.call(getImport, { params: { importId } })
      if (state === 'failed') throw new Error('The import failed.')
      return state === wanted
    },
    { everyMs: 100, withinMs: 900_000, what: `That the import is ${wanted}` },
  )
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
      // Of many cases of twelve the price of one unit may not come to the cent in Cin7, and a person is asked first.
      quantity: String(1 + ((n + step) % 6)),
    })),
    freight: `${n % 9}.35`,
  })
}
