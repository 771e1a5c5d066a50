/** Shows exactly the sales order that the ERP would get for an order as it is saved now, or what stands in the way. */
import type { AnswerIn } from '../contract/endpoint.ts'
import type { previewOrder as endpoint } from '../contract/orders.ts'
import type { ErpDoor } from '../connections/erp-door.ts'
import { liveConnection } from '../connections/connection-store.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { SupplierId } from '../core/ids.ts'
import { customerForOrder } from '../customers/find-customer.ts'
import { type Db, read } from '../db/transact.ts'
import { findOrder } from '../orders/order-store.ts'
import { findPush } from '../pushes/push-store.ts'
import { buildIntents } from './build-intents.ts'

type Preview = AnswerIn<typeof endpoint>

export async function previewOrder(
  { db, erp, publicUrl }: { db: Db; erp: ErpDoor; publicUrl: string },
  { supplierId }: { supplierId: SupplierId },
  { orderId }: { orderId: string },
): Promise<Preview | Refusal<'not-found'>> {
  return read(db, { supplierId }, async (tx): Promise<Preview | Refusal<'not-found'>> => {
    const order = await findOrder(tx, { supplierId, orderId })
    if (!order) return refuse('not-found', 'This order does not exist.')
    const customer = await customerForOrder(tx, order.customerId)
    const nothing = (why: string): Preview => ({ wouldSend: false, why, preview: null, problems: [] })
    if (order.pushState === 'not-needed' || (order.status !== 'approved' && !customer?.salesOrdersOn)) {
      return nothing(
        `Sales orders are off for ${customer?.name ?? 'this customer'}, so nothing is sent to Cin7.`,
      )
    }
    const connection = await liveConnection(tx, supplierId)
    if (!connection) {
      return nothing('Cin7 is not connected. Connect it in the settings; an approved order waits until then.')
    }
    const push = await findPush(tx, { supplierId, orderId })
    const intents = await buildIntents(tx, {
      supplierId,
      connectionId: connection.connectionId,
      pushes: [{ orderId, reference: push?.reference ?? order.number }],
      publicUrl,
    })
    const intent = intents.get(orderId)
    if (!intent) throw new Error(`Order ${order.number} has no customer.`)
    const mapped = erp.adapter(connection.adapter).previewSalesOrder(intent)
    if (!mapped.ok) {
      return {
        wouldSend: true,
        why: null,
        preview: null,
        problems: mapped.problems.map((problem) => ({ ...problem })),
      }
    }
    const { fields, lines, record } = mapped.value
    return {
      wouldSend: true,
      why: null,
      preview: { fields: [...fields], lines: lines.map((line) => [...line]), record: { ...record } },
      problems: [],
    }
  })
}
