/** Links a product to what was found in the ERP, in place of what it was linked to. Values of the product stay as they are. */
import type { ProductView } from '../contract/products.ts'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { localIds, putLink } from '../links/link-store.ts'
import { nudgeDrain } from '../links/nudge-drain.ts'
import { selectNames, touchProduct } from './product-store.ts'
import { productNotFound, productView } from './show-product.ts'

export async function linkProduct(
  deps: { readonly db: Db; readonly clock: Clock; readonly jobs: JobQueue },
  actor: { readonly supplierId: SupplierId },
  input: {
    readonly productId: string
    /** The connection on which it was just read. */
    readonly connectionId: string
    /** The option as the ERP has it now. */
    readonly remote: { readonly key: string; readonly name: string }
  },
): Promise<ProductView | Refusal<'not-found' | 'remote-linked-elsewhere'>> {
  const { productId, connectionId, remote } = input
  return transact(deps.db, { supplierId: actor.supplierId }, async (tx) => {
    const at = deps.clock.now()
    if (!(await touchProduct(tx, productId, at))) return productNotFound()
    const taken = (await localIds(tx, connectionId, 'product', [remote.key])).get(remote.key)
    if (taken !== undefined && taken !== productId) {
      const name = (await selectNames(tx, [taken])).get(taken) ?? 'another product'
      return refuse(
        'remote-linked-elsewhere',
        `${remote.name} is already linked to ${name}. Link that product to something else first, or choose another.`,
        { facts: { productId: taken } },
      )
    }
    await putLink(tx, {
      connectionId,
      kind: 'product',
      remoteKey: remote.key,
      localId: productId,
      remote,
      seenAt: at,
    })
    // Orders that were stuck for want of this link go on by themselves.
    await nudgeDrain(tx, deps, actor.supplierId)
    return productView(tx, productId)
  })
}
