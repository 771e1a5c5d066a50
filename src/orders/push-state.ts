/** Where an order's sales order stands. Pure. */
import type { PushRow } from '../pushes/push-store.ts'
import type { PushState } from '../rules/order-rules.ts'
import type { OrderRecord } from './order-store.ts'

/** The order's own word, by which lists filter; that it is being sent at this moment only its push knows. */
export function pushStateOf(
  { pushState }: Pick<OrderRecord, 'pushState'>,
  push: Pick<PushRow, 'state'> | undefined,
): PushState {
  return pushState === 'waiting' && push?.state === 'sending' ? 'sending' : pushState
}
