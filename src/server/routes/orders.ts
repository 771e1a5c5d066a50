/** The routes of orders: each hands its input to one verb and answers with the order as it is then. */
import * as contract from '../../contract/orders.ts'
import type { OrderView } from '../../contract/order-views.ts'
import { type Refusal, isRefusal } from '../../core/refusal.ts'
import { approveOrder, approveOrders } from '../../orders/approve-order.ts'
import { cancelOrder } from '../../orders/cancel-order.ts'
import { createOrder } from '../../orders/create-order.ts'
import { editOrder } from '../../orders/edit-order.ts'
import { countOrders, listOrders, showTimeline } from '../../orders/list-orders.ts'
import { markShipped } from '../../orders/mark-shipped.ts'
import { placeOrder } from '../../orders/place-order.ts'
import { rejectOrder } from '../../orders/reject-order.ts'
import { reopenOrder } from '../../orders/reopen-order.ts'
import { retryPush } from '../../orders/retry-push.ts'
import { showOrder } from '../../orders/show-order.ts'
import { linkSalesOrder } from '../../sales-orders/link-sales-order.ts'
import { previewOrder } from '../../sales-orders/preview-order.ts'
import { type Actor, type Route, type Services, route } from '../route.ts'

/** The order after a change, or the change's refusal. */
async function shown<R extends Refusal>(
  services: Services,
  actor: Actor,
  change: Promise<{ orderId: string } | R>,
): Promise<OrderView | R | Refusal<'not-found'>> {
  const result = await change
  if (isRefusal(result)) return result
  return showOrder(services, actor, result)
}

export const ordersRoutes: readonly Route[] = [
  route(contract.listOrders, (services, { actor, query }) => listOrders(services, actor, query)),
  route(contract.countOrders, (services, { actor }) => countOrders(services, actor)),
  route(contract.createOrder, (services, { actor, body }) => createOrder(services, actor, body)),
  route(contract.approveOrders, (services, { actor, body }) => approveOrders(services, actor, body.orders)),
  route(contract.getOrder, (services, { actor, params }) => showOrder(services, actor, params)),
  route(contract.getTimeline, (services, { actor, params }) => showTimeline(services, actor, params)),
  route(contract.previewOrder, (services, { actor, params }) => previewOrder(services, actor, params)),
  route(contract.editOrder, (services, { actor, params, body }) =>
    shown(services, actor, editOrder(services, actor, { ...body, ...params })),
  ),
  route(contract.placeOrder, (services, { actor, params, body }) =>
    shown(services, actor, placeOrder(services, actor, { ...body, ...params })),
  ),
  route(contract.approveOrder, (services, { actor, params, body }) =>
    shown(services, actor, approveOrder(services, actor, { ...body, ...params })),
  ),
  route(contract.rejectOrder, (services, { actor, params, body }) =>
    shown(services, actor, rejectOrder(services, actor, { ...body, ...params })),
  ),
  route(contract.cancelOrder, (services, { actor, params, body }) =>
    shown(services, actor, cancelOrder(services, actor, { ...body, ...params })),
  ),
  route(contract.reopenOrder, (services, { actor, params, body }) =>
    shown(services, actor, reopenOrder(services, actor, { ...body, ...params })),
  ),
  route(contract.markShipped, (services, { actor, params, body }) =>
    shown(services, actor, markShipped(services, actor, { ...body, ...params })),
  ),
  route(contract.retryPush, (services, { actor, params }) =>
    shown(services, actor, retryPush(services, actor, params)),
  ),
  route(contract.linkSalesOrder, (services, { actor, params, body }) =>
    shown(services, actor, linkSalesOrder(services, actor, { ...body, ...params })),
  ),
]
