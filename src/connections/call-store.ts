/** All SQL on a connection's traffic: the call budget, the record of calls, and what its loops last did. It decides nothing. */
import { type Selectable, sql } from 'kysely'
import type { SupplierId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import type { CallBudgetsTable, CallsTable, LoopsTable } from '../db/tables.ts'
import type { Tx } from '../db/transact.ts'
import type { CallPurpose } from '../erp/port.ts'
import type { ConnectionKey } from './connection-store.ts'

export type CallRow = Selectable<CallsTable>

export interface Limits {
  readonly perSecond: number
  readonly perMinute: number
  readonly perDay: number
}

/** An answered call: its ticket and how long ago its answer came. */
export interface AnsweredTicket {
  readonly ticket: string
  readonly msAgo: number
}

export interface Reservation {
  /** 0: the call may be made now. */
  readonly waitMs: number
  readonly reason: 'day' | 'closed' | 'push' | 'minute' | 'second' | null
  /** To hand in with the next reservation, once the answer has come. */
  readonly ticket: string | null
}

/** Takes one call from the budget, or tells how long to wait; see `reserve_call` in the schema. */
export async function reserveCall(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
  purpose: CallPurpose,
  limits: Limits,
  answered: readonly AnsweredTicket[] = [],
): Promise<Reservation> {
  const tickets = answered.map((one) => one.ticket)
  const msAgo = answered.map((one) => Math.max(0, Math.floor(one.msAgo)))
  const { rows } = await sql<Reservation>`
    select wait_ms, reason, ticket from reserve_call(
      ${supplierId}, ${connectionId}, ${purpose}, ${limits.perSecond}, ${limits.perMinute}, ${limits.perDay},
      ${tickets}::timestamptz[], ${msAgo}::int[])
  `.execute(tx)
  const [row] = rows
  if (!row) throw new Error('The call budget did not answer.')
  return row
}

/** Counts calls that were made before the connection had a row, each from its answer. */
export async function putFirstCalls(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
  answeredAt: readonly Date[],
): Promise<void> {
  await tx
    .insertInto('callBudgets')
    .values({
      supplierId,
      connectionId,
      recent: [...answeredAt],
      used: answeredAt.length,
      usedBy: json(answeredAt.length === 0 ? {} : { connect: answeredAt.length }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The ERP said “too many”: nothing is sent for `waitMs`, or twice as long as the last time, whichever is longer. */
export async function closeBudget(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
  wait: { readonly told: number | undefined; readonly firstMs: number; readonly longestMs: number },
): Promise<void> {
  // The database's clock, as in reserve_call. Several calls that were under way together are one "too many".
  await sql`
    update call_budgets set
      closed_until = clock_timestamp() + make_interval(secs => greatest(
        ${wait.told ?? 0}::float8, least(${wait.firstMs}::float8 * power(2, least(closed_count, 20)), ${wait.longestMs}::float8)) / 1000),
      closed_count = closed_count + 1
    where supplier_id = ${supplierId} and connection_id = ${connectionId}
      and (closed_until is null or closed_until < clock_timestamp())
  `.execute(tx)
}

/** A person's check got through although the budget was closed: it is over. */
export async function openBudget(tx: Tx, { supplierId, connectionId }: ConnectionKey): Promise<void> {
  await tx
    .updateTable('callBudgets')
    .set({ closedUntil: null, closedCount: 0 })
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
    .where('closedUntil', 'is not', null)
    .execute()
}

export async function reopenBudget(tx: Tx, { supplierId, connectionId }: ConnectionKey): Promise<void> {
  await sql`
    update call_budgets set closed_count = 0
    where supplier_id = ${supplierId} and connection_id = ${connectionId} and closed_count > 0
      and closed_until < clock_timestamp()
  `.execute(tx)
}

export function budgetOf(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
): Promise<Selectable<CallBudgetsTable> | undefined> {
  return tx
    .selectFrom('callBudgets')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
    .executeTakeFirst()
}

export async function addCalls(tx: Tx, calls: readonly CallRow[]): Promise<void> {
  if (calls.length === 0) return
  await tx
    .insertInto('calls')
    .values([...calls])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Keeps the newest calls of a connection. */
export async function pruneCalls(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
  keep: number,
): Promise<void> {
  await sql`
    delete from calls where supplier_id = ${supplierId} and connection_id = ${connectionId} and call_id <= (
      select call_id from calls where supplier_id = ${supplierId} and connection_id = ${connectionId}
      order by call_id desc offset ${keep} limit 1)
  `.execute(tx)
}

/** The newest calls without their bodies. */
export function latestCalls(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
  most: number,
): Promise<Omit<CallRow, 'request' | 'response'>[]> {
  return tx
    .selectFrom('calls')
    .select([
      'supplierId',
      'connectionId',
      'callId',
      'at',
      'purpose',
      'method',
      'path',
      'status',
      'outcome',
      'durationMs',
    ])
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
    .orderBy('callId', 'desc')
    .limit(most)
    .execute()
}

export function callById(tx: Tx, supplierId: SupplierId, callId: string): Promise<CallRow | undefined> {
  return tx
    .selectFrom('calls')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('callId', '=', callId)
    .executeTakeFirst()
}

export function loopsOf(
  tx: Tx,
  { supplierId, connectionId }: ConnectionKey,
): Promise<Selectable<LoopsTable>[]> {
  return tx
    .selectFrom('loops')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
    .execute()
}

/** How many orders wait for the ERP, are on their way, and need a person. */
export async function pushesUnderWay(
  tx: Tx,
  supplierId: SupplierId,
): Promise<{ waiting: number; sending: number; parked: number }> {
  const rows = await tx
    .selectFrom('orders')
    .select((eb) => ['pushState', eb.fn.countAll<number>().as('count')])
    .where('supplierId', '=', supplierId)
    .where('pushState', 'in', ['waiting', 'parked'])
    .groupBy('pushState')
    .execute()
  const countOf = (state: string): number => rows.find((row) => row.pushState === state)?.count ?? 0
  // For its order a push that is being sent still waits.
  const { sending } = await tx
    .selectFrom('pushes')
    .select((eb) => eb.fn.countAll<number>().as('sending'))
    .where('supplierId', '=', supplierId)
    .where('state', '=', 'sending')
    .executeTakeFirstOrThrow()
  return { waiting: countOf('waiting') - sending, sending, parked: countOf('parked') }
}
