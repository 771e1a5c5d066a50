/** The one word and colour by which people know where an order stands. Every list and page takes them from here. */
import type { OrderStatus, PushState } from './order-rules.ts'

export type Tone = 'grey' | 'amber' | 'blue' | 'green' | 'red'

export interface OrderLabel {
  readonly label: string
  readonly tone: Tone
}

export interface OrderStanding {
  readonly status: OrderStatus
  readonly pushState: PushState
  /** Whether the ERP's sales order was void when it was last seen. */
  readonly voidedInErp: boolean
}

const byStatus: { readonly [S in Exclude<OrderStatus, 'approved'>]: OrderLabel } = {
  draft: { label: 'Draft', tone: 'grey' },
  placed: { label: 'To review', tone: 'grey' },
  'part-shipped': { label: 'Part shipped', tone: 'blue' },
  shipped: { label: 'Shipped', tone: 'green' },
  rejected: { label: 'Rejected', tone: 'grey' },
  cancelled: { label: 'Cancelled', tone: 'grey' },
}

/** An approved order is known by how far its sales order is. */
const byPush: { readonly [P in PushState]: OrderLabel } = {
  none: { label: 'Approved', tone: 'grey' },
  'not-needed': { label: 'Approved', tone: 'grey' },
  waiting: { label: 'Waiting for Cin7', tone: 'amber' },
  sending: { label: 'Sending', tone: 'amber' },
  'in-erp': { label: 'In Cin7', tone: 'blue' },
  parked: { label: 'Needs you', tone: 'red' },
}

const voided: OrderLabel = { label: 'Voided in Cin7', tone: 'red' }

/** The label of an order. */
export function orderLabel(order: OrderStanding): OrderLabel {
  if (isVoidedUnderway(order)) return voided
  return order.status === 'approved' ? byPush[order.pushState] : byStatus[order.status]
}

/** Whether the goods are still expected to leave although their sales order is void: the warehouse never sends them. */
export function isVoidedUnderway({ status, pushState, voidedInErp }: OrderStanding): boolean {
  return voidedInErp && pushState === 'in-erp' && (status === 'approved' || status === 'part-shipped')
}
