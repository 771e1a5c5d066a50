/** The timeline of an order: what happened, who did it, when. Events are only ever added. */
import { sql } from 'kysely'
import { newId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

/** One changed value, in a person's words. */
export interface Change {
  readonly what: string
  readonly from: string
  readonly to: string
}

export type EventKind =
  | 'created'
  | 'placed'
  | 'edited'
  | 'approved'
  | 'rejected'
  | 'cancelled'
  | 'reopened'
  | 'sales-order-made'
  | 'sales-order-found'
  | 'sales-order-linked'
  | 'sales-order-verified'
  | 'sales-order-different'
  | 'sales-order-held-up'
  | 'sales-order-unclear'
  | 'sales-order-stuck'
  | 'sales-order-retried'
  | 'changed-in-erp'
  | 'part-shipped'
  | 'shipped'

export interface OrderEvent {
  readonly supplierId: string
  readonly orderId: string
  readonly at: Date
  readonly kind: EventKind
  readonly actor: { readonly kind: 'person' | 'purvey' | 'erp'; readonly name: string }
  /** What happened, as a sentence for staff. */
  readonly sentence: string
  readonly changes?: readonly Change[]
}

export const purvey = { kind: 'purvey', name: 'Purvey' } as const
export const cin7 = { kind: 'erp', name: 'Cin7' } as const

/** The actor of an event for someone signed in. */
export function person(who: { readonly name: string }): { kind: 'person'; name: string } {
  return { kind: 'person', name: who.name }
}

export function addEvent(tx: Tx, event: OrderEvent): Promise<void> {
  return addEvents(tx, [event])
}

/** Any number at once, in one statement of a few values. */
export async function addEvents(tx: Tx, events: readonly OrderEvent[]): Promise<void> {
  if (events.length === 0) return
  await sql`
    insert into order_events (supplier_id, order_id, event_id, at, kind, actor_kind, actor_name, data)
    select * from jsonb_to_recordset(${json(
      events.map((event) => ({
        supplier_id: event.supplierId,
        order_id: event.orderId,
        event_id: newId(),
        at: event.at,
        kind: event.kind,
        actor_kind: event.actor.kind,
        actor_name: event.actor.name,
        data: { sentence: event.sentence, changes: event.changes ?? [] },
      })),
    )}::jsonb) as e (
      supplier_id uuid, order_id uuid, event_id uuid, at timestamptz, kind text, actor_kind text, actor_name text, data jsonb)
  `.execute(tx)
}

/** An order's events, newest first. */
export async function eventsOf(tx: Tx, { supplierId, orderId }: { supplierId: string; orderId: string }) {
  return tx
    .selectFrom('orderEvents')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', orderId)
    .orderBy('eventId', 'desc')
    .limit(500)
    .execute()
}
