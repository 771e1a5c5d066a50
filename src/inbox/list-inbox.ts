/** The error inbox as people see it: open entries grouped by cause, and closing one as handled. */
import type { AnswerIn } from '../contract/endpoint.ts'
import type { closeEntry as closeEndpoint, listInbox as endpoint } from '../contract/inbox.ts'
import type { Selectable } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { anyId } from '../db/any-of.ts'
import type { InboxEntriesTable } from '../db/tables.ts'
import { type Db, read, transact } from '../db/transact.ts'
import { type EntryFix, LINKED_ELSEWHERE, UNCLEAR_ELSEWHERE } from './inbox-store.ts'

type Inbox = AnswerIn<typeof endpoint>
type Entry = Inbox['groups'][number]['entries'][number]

const SHOWN_PER_GROUP = 50

/** What the entries of a cause have in common, as a heading. */
const titles: Readonly<Record<string, string>> = {
  'customer-not-linked': 'The customer is not linked to a Cin7 contact',
  'product-not-linked': 'A product is not linked to Cin7',
  'value-missing': 'A value that Cin7 needs is missing',
  'value-too-long': 'A value is too long for Cin7',
  'value-invalid': 'A value does not fit Cin7',
  'branch-unknown': 'The branch does not exist in Cin7',
  refused: 'Cin7 turned the sales order down',
  'reference-taken': 'Cin7 has another sales order with this reference',
  lost: 'Cin7 does not have the sales order that it said to have made',
  'fails-alone': 'Cin7 fails on this order alone',
  different: 'Cin7 has something else than was ordered',
  'changed-in-erp': 'Changed in Cin7 after approval',
  'voided-in-erp': 'Voided in Cin7',
  'to-void-in-erp': 'Cancelled here, and still open in Cin7',
  'to-look-for-in-erp': 'Cancelled here, and perhaps open in Cin7',
  [LINKED_ELSEWHERE]: 'The sales order belongs to another order',
  [UNCLEAR_ELSEWHERE]: 'Another Cin7 account may have the sales order',
  'undispatched-in-erp': 'The dispatch was taken back in Cin7',
  'still-trying': 'Cin7 keeps failing on an order',
  'erp-unreachable': 'Cin7 does not answer',
  'dispatched-though-cancelled': 'Dispatched in Cin7 although cancelled here',
  'dispatch-not-recorded': 'A change in Cin7 could not be recorded',
  'loop-failing': 'The link to Cin7 fails inside Purvey',
  double: 'Two sales orders with the same reference',
  'wrong-key': 'Cin7 refuses the key',
  'permission-missing': 'A box is not ticked in Cin7',
}

const retried = new Set(['push'])

export async function listInbox(
  { db }: { db: Db },
  { supplierId }: { supplierId: SupplierId },
): Promise<Inbox> {
  return read(db, { supplierId }, async (tx) => {
    const rows = await tx
      .selectFrom('inboxEntries')
      .selectAll()
      .where('supplierId', '=', supplierId)
      .where('closedAt', 'is', null)
      .orderBy('entryId', 'desc')
      .limit(2000)
      .execute()
    const orderIds = rows.map(orderIdOf).filter((orderId) => orderId !== null)
    const labels = new Map<string, string>()
    if (orderIds.length > 0) {
      const orders = await tx
        .selectFrom('orders')
        .innerJoin('customers', (join) =>
          join
            .onRef('customers.supplierId', '=', 'orders.supplierId')
            .onRef('customers.customerId', '=', 'orders.customerId'),
        )
        .select(['orders.orderId', 'orders.number', 'customers.name'])
        .where('orders.supplierId', '=', supplierId)
        .where('orders.orderId', '=', anyId(orderIds))
        .execute()
      for (const order of orders) labels.set(order.orderId, `${order.number} · ${order.name}`)
    }
    const parked = new Set(
      (
        await tx
          .selectFrom('pushes')
          .select('problemCode')
          .distinct()
          .where('supplierId', '=', supplierId)
          .where('state', '=', 'parked')
          .execute()
      ).map((row) => row.problemCode),
    )
    const groups = Map.groupBy(rows, (row) => row.cause)
    return {
      groups: [...groups].map(([cause, entries]) => ({
        cause,
        title: titles[cause] ?? entries[0]?.sentence ?? cause,
        count: entries.length,
        canRetryAll:
          cause !== UNCLEAR_ELSEWHERE &&
          parked.has(cause) &&
          entries.some((entry) => retried.has(entry.subjectKind)),
        entries: entries.slice(0, SHOWN_PER_GROUP).map((row): Entry => ({
          entryId: row.entryId,
          subjectKind: row.subjectKind,
          subjectId: row.subjectId,
          subjectLabel: labels.get(orderIdOf(row) ?? '') ?? subjectWords[row.subjectKind],
          orderId: orderIdOf(row),
          sentence: row.sentence,
          field: row.field,
          said: row.said,
          fixes: row.fix as unknown as EntryFix[],
          detail: row.detail as Record<string, unknown>,
          openedAt: row.openedAt.toISOString(),
          lastSeenAt: row.lastSeenAt.toISOString(),
          seenCount: row.seenCount,
        })),
      })),
    }
  })
}

/** The order that an entry is about. */
function orderIdOf(row: Selectable<InboxEntriesTable>): string | null {
  if (row.subjectKind === 'double') return (row.detail as { orderId?: string }).orderId ?? null
  return row.subjectKind === 'push' ? row.subjectId : null
}

const subjectWords: Readonly<Record<Entry['subjectKind'], string>> = {
  push: 'Order',
  double: 'Order',
  'import-row': 'Import',
  image: 'Picture',
  connection: 'Connection to Cin7',
}

/** Closes an entry by hand. A parked push stays parked: it is handled in Cin7, and the reason is kept. */
export async function closeEntry(
  { db, clock }: { db: Db; clock: Clock },
  who: { supplierId: SupplierId; name: string },
  { entryId, reason }: { entryId: string; reason: string },
): Promise<AnswerIn<typeof closeEndpoint> | Refusal<'not-found' | 'not-now'>> {
  return transact(db, who, async (tx) => {
    const row = await tx
      .updateTable('inboxEntries')
      .set({ closedAt: clock.now(), closedBy: who.name, closedReason: reason })
      .where('supplierId', '=', who.supplierId)
      .where('entryId', '=', entryId)
      .where('closedAt', 'is', null)
      .returning('entryId')
      .executeTakeFirst()
    return row ? { done: true } : refuse('not-found', 'This entry is not open any more.')
  })
}
