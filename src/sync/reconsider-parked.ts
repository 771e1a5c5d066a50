/**
 * Pushes whose trouble lay here, a missing link or value or another account, go on by themselves once the cause is gone: linking
 * a customer sets all its parked orders going, and has compared what could not be, without a person pressing "try again" on each.
 */
import { sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import { json } from '../db/json.ts'
import { type Tx, read, transact } from '../db/transact.ts'
import { INCOMPARABLE } from '../erp/port.ts'
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

/** Sets pushes going whose order can be mapped now: to be sent, or to be compared. Returns how many. */
export async function reconsiderParked(session: PushSession): Promise<number> {
  const { supplierId, connectionId } = session
  const mappable = await read(session.db, { supplierId }, async (tx) => {
    const incomparable = await incomparablePushes(tx, { supplierId, connectionId })
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
      pushes: [...parked, ...incomparable],
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
    const { numUpdatedRows } = await tx
      .updateTable('pushes')
      .set({ verifyAt: session.clock.now() })
      .where('supplierId', '=', supplierId)
      .where('orderId', '=', anyId(orderIds))
      .where('state', '=', 'in-erp')
      .executeTakeFirst()
    const back = here.map((push) => push.orderId)
    const why = 'Its Cin7 account is connected again'
    return woken + Number(numUpdatedRows) + (await wakePushes(session, tx, { who, orderIds: back, why }))
  })
}

/** Those that the ERP has, of which a person is told that they could not be compared with their order. */
async function incomparablePushes(tx: Tx, on: { supplierId: string; connectionId: string }) {
  return tx
    .selectFrom('inboxEntries as e')
    .innerJoin('pushes as p', (join) =>
      join.onRef('p.supplierId', '=', 'e.supplierId').on(sql<boolean>`p.order_id = e.subject_id::uuid`),
    )
    .select(['p.orderId', 'p.reference'])
    .where('e.supplierId', '=', on.supplierId)
    .where('e.closedAt', 'is', null)
    .where('e.subjectKind', '=', 'push')
    .where('e.cause', '=', 'different')
    .where('p.connectionId', '=', on.connectionId)
    .where('p.state', '=', 'in-erp')
    .where('p.verifyAt', 'is', null)
    .where(sql<boolean>`p.differences @> ${json([{ seen: INCOMPARABLE }])}::jsonb`)
    .limit(LIMIT)
    .execute()
}
