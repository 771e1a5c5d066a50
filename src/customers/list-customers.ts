/** A page of customers by name. */
import type { CustomerRow } from '../contract/customers.ts'
import { isId, type SupplierId } from '../core/ids.ts'
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read } from '../db/transact.ts'
import { liveConnection } from '../links/live-connection.ts'
import { type CustomerFilter, selectCustomerPage, selectPlace } from './customer-store.ts'

export async function listCustomers(
  deps: { readonly db: Db },
  actor: { readonly supplierId: SupplierId },
  query: {
    readonly search?: string | undefined
    readonly filter: CustomerFilter
    /** Id of the last customer of the page before. */
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<{ items: CustomerRow[]; next: string | null } | Refusal<'invalid-request'>> {
  return read(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const after = query.cursor === undefined ? undefined : await placeOf(query.cursor)
    if (isRefusal(after)) return after
    const rows = await selectCustomerPage(tx, {
      search: query.search,
      filter: query.filter,
      after,
      limit: query.limit,
      connectionId: (await liveConnection(tx))?.connectionId,
    })
    const items = rows.slice(0, query.limit)
    return { items, next: rows.length > query.limit ? (items.at(-1)?.customerId ?? null) : null }

    async function placeOf(cursor: string) {
      const place = isId(cursor) ? await selectPlace(tx, cursor) : undefined
      return (
        place ??
        refuse('invalid-request', 'The page asked for does not exist. Start again at the first page.')
      )
    }
  })
}
