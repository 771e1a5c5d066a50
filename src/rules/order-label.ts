/** The one word and colour by which people know where an order stands. Every list and page takes them from here. */

export type OrderStatus = 'draft' | 'placed' | 'approved' | 'part-shipped' | 'shipped' | 'rejected' | 'cancelled'
export type PushState = 'none' | 'not-needed' | 'waiting' | 'sending' | 'in-erp' | 'parked'
export type Tone = 'grey' | 'amber' | 'blue' | 'green' | 'red'

export interface OrderLabel {
  readonly label: string
  readonly tone: Tone
}

const byStatus: { readonly [S in Exclude<OrderStatus, 'approved'>]: OrderLabel } = {
  draft: { label: 'Draft', tone: 'grey' },
  placed: { label: 'To review', tone: 'amber' },
  'part-shipped': { label: 'Part shipped', tone: 'blue' },
  shipped: { label: 'Shipped', tone: 'green' },
  rejected: { label: 'Rejected', tone: 'grey' },
  cancelled: { label: 'Cancelled', tone: 'grey' },
}

/** An approved order is known by how far its sales order is. */
const byPush: { readonly [P in PushState]: OrderLabel } = {
  none: { label: 'Approved', tone: 'blue' },
  'not-needed': { label: 'Approved', tone: 'blue' },
  waiting: { label: 'Waiting for Cin7', tone: 'blue' },
  sending: { label: 'Sending', tone: 'blue' },
  'in-erp': { label: 'In Cin7', tone: 'green' },
  parked: { label: 'Needs you', tone: 'red' },
}

/** The label of an order. */
export function orderLabel(status: OrderStatus, pushState: PushState): OrderLabel {
  return status === 'approved' ? byPush[pushState] : byStatus[status]
}
