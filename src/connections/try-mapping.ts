/** Try it: what a mapping and a comment template would give for one order, without saving anything. */
import type { MappingRule } from '../contract/connection.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read } from '../db/transact.ts'
import { notConnected } from './check-connection.ts'
import type { ByWhom } from './connect.ts'
import { liveConnection } from './connection-store.ts'
import { branchList, mappingRules } from './connection-view.ts'
import { fillComment, type MappedValue, resolveMapping } from './resolve-mapping.ts'
import { orderToMap } from './settings-store.ts'

export interface TryInput {
  readonly orderId: string
  /** Instead of the saved one. */
  readonly customFieldMapping?: readonly MappingRule[] | undefined
  /** Instead of the saved one. */
  readonly internalCommentTemplate?: string | undefined
}

export async function tryMapping(
  { db, publicUrl }: { readonly db: Db; readonly publicUrl: string },
  { supplierId }: Pick<ByWhom, 'supplierId'>,
  input: TryInput,
): Promise<{ values: MappedValue[] } | Refusal<'not-connected' | 'not-found'>> {
  return read(db, { supplierId }, async (tx) => {
    const connection = await liveConnection(tx, supplierId)
    if (!connection) return notConnected
    const found = await orderToMap(tx, supplierId, input.orderId)
    if (!found) return refuse('not-found', 'There is no such order. Choose another to try the mapping with.')
    const { customer, order, person } = found
    const rules = input.customFieldMapping ?? mappingRules.parse(connection.customFieldMapping)
    const branches = branchList.parse(connection.branches)
    const template = input.internalCommentTemplate ?? found.template
    const comment = fillComment(template, {
      number: order.number,
      source: order.source,
      person,
      poNumber: order.poNumber,
      // As a push writes it: without an address of ours there is nothing to link to.
      link: publicUrl === '' ? '' : `${publicUrl}/orders/${input.orderId}`,
      customer: customer.name,
    })
    return {
      values: [
        ...resolveMapping(rules, customer, order, branches).values,
        { target: 'internal comment', value: comment, source: 'Comment template' },
      ],
    }
  })
}
