/** Where an order's sales order stands, as one sentence for a person. Pure. */
import type { PushRow } from '../pushes/push-store.ts'
import type { PushState } from '../rules/order-rules.ts'

export interface Standing {
  readonly pushState: PushState
  readonly status: string
  readonly push: PushRow | undefined
  /** What the connection itself suffers from, if anything. */
  readonly trouble: string | null
  /** Whether nothing at all is sent until a person has acted. */
  readonly stopped: boolean
}

export const VOIDED_BEFORE_DISPATCH =
  'The warehouse will not send it. Cancel the order here too, and key it again if the customer still wants it.'

export function pushSentence({ pushState, status, push, trouble, stopped }: Standing): string {
  switch (pushState) {
    case 'none':
      return status === 'draft' || status === 'placed'
        ? 'Nothing is sent to Cin7 before the order is approved.'
        : 'No sales order was made in Cin7 for this order.'
    case 'not-needed':
      return 'Sales orders are off for this customer: none is made in Cin7. Mark the order shipped by hand.'
    case 'waiting':
      // Of the last attempt it says less than what keeps all orders now, unless it may be in the ERP already.
      return (
        (stopped && !push?.unclear ? trouble : undefined) ??
        push?.problemSentence ??
        trouble ??
        'Waiting for its turn to be made in Cin7.'
      )
    case 'sending':
      return push?.unclear
        ? `Asking Cin7 whether it has sales order ${push.reference}.`
        : `Sales order ${push?.reference ?? ''} is being made in Cin7.`
    case 'parked':
      return push?.problemSentence ?? 'The sales order could not be made.'
    case 'in-erp':
      return inErp(push, status)
  }
}

function inErp(push: PushRow | undefined, status: string): string {
  const name = `Sales order ${push?.remoteReference ?? push?.reference ?? ''}`
  if ((push?.remote as { status?: string } | null | undefined)?.status === 'void')
    return status === 'cancelled'
      ? `${name} is void in Cin7, as it should be.`
      : `${name} is void in Cin7: somebody voided it there.${status === 'approved' ? ` ${VOIDED_BEFORE_DISPATCH}` : ''}`
  const made =
    push?.how === 'linked-by-hand'
      ? `${name} in Cin7 was linked by hand`
      : push?.how === 'found'
        ? `${name} was found in Cin7, made by an earlier attempt`
        : `${name} was made in Cin7`
  if (push?.verified === 'verified') return `${made} and read back: exactly as ordered.`
  if (push?.verified === 'different') return `${made}, but Cin7 has something else than was ordered.`
  return `${made}; it is being read back.`
}
