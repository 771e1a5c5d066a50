/**
 * Parked pushes whose cause lay here, a missing link or value or another account, go on by themselves once the cause is gone:
 * linking a customer sets all its orders going, without a person pressing "try again" on each.
 */
import { read, transact } from '../db/transact.ts'
import { wakePushes } from '../orders/retry-push.ts'
import { UNCLEAR_ELSEWHERE } from '../inbox/inbox-store.ts'
import { buildIntents } from '../sales-orders/build-intents.ts'
import type { PushSession } from './push-session.ts'

/** The causes that mapping finds, before anything is sent. */
const ours = [
  'customer-not-linked',
  'product-not-linked',
  'value-missing',
  'value-too-long',
  'value-invalid',
  'branch-unknown',
]
const LIMIT = 250

/** Sets parked pushes going whose order can be mapped now. Returns how many. */
export async function reconsiderParked(session: PushSession): Promise<number> {
  const { supplierId, connectionId } = session
  const mappable = await read(session.db, { supplierId }, async (tx) => {
    const parked = await tx
      .selectFrom('pushes')
      .select(['orderId', 'reference'])
      .where('supplierId', '=', supplierId)
      .where('state', '=', 'parked')
      .where('problemCode', 'in', ours)
      .orderBy('updatedAt')
      .limit(LIMIT)
      .execute()
    const intents = await buildIntents(tx, {
      supplierId,
      connectionId,
      pushes: parked,
      publicUrl: session.publicUrl,
    })
    return [...intents.values()].filter((intent) => session.open.erp.previewSalesOrder(intent).ok)
  })
  const who = { supplierId, name: 'Purvey' }
  return transact(session.db, { supplierId }, async (tx) => {
    const here = await tx
      .selectFrom('pushes')
      .select('orderId')
      .where('supplierId', '=', supplierId)
      .where('state', '=', 'parked')
      .where('problemCode', '=', UNCLEAR_ELSEWHERE)
      .where('connectionId', '=', connectionId)
      .execute()
    const orderIds = mappable.map((intent) => intent.orderId)
    const woken = await wakePushes(session, tx, { who, orderIds, why: 'What was missing is there now' })
    const back = here.map((push) => push.orderId)
    const why = 'Its Cin7 account is connected again'
    return woken + (await wakePushes(session, tx, { who, orderIds: back, why }))
  })
}
