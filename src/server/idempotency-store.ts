/** All SQL on idempotency keys. */
import { sql } from 'kysely'
import type { SupplierId, UserId } from '../core/ids.ts'
import { advisoryLocks } from '../db/advisory-locks.ts'
import { type JsonValue, json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

export interface KeyId {
  readonly supplierId: SupplierId
  readonly actor: UserId
  readonly key: string
}

export interface KeyRow {
  readonly requestId: string
  readonly requestHash: string
  readonly status: number | null
  readonly answer: JsonValue | null
  readonly createdAt: Date
}

export async function findKey(tx: Tx, id: KeyId): Promise<KeyRow | undefined> {
  return tx
    .selectFrom('idempotencyKeys')
    .select(['requestId', 'requestHash', 'status', 'answer', 'createdAt'])
    .where('supplierId', '=', id.supplierId)
    .where('actor', '=', id.actor)
    .where('key', '=', id.key)
    .executeTakeFirst()
}

/**
 * Takes the key for one request within its transaction; true if it has it. False at once if another has or may get it. `goesOn`:
 * the same request takes over one that was not answered.
 */
export async function claimKey(
  tx: Tx,
  id: KeyId,
  request: {
    readonly requestId: string
    readonly endpoint: string
    readonly requestHash: string
    readonly at: Date
    readonly goesOn: boolean
  },
): Promise<boolean> {
  // Without this, the insert below would wait for the other request's transaction, and hold a connection meanwhile.
  const name = `${id.supplierId} ${id.actor} ${id.key}`
  const { rows } = await sql<{ free: boolean; inserted: boolean }>`
    with lock as materialized (select pg_try_advisory_xact_lock(hashtextextended(${name}, ${advisoryLocks.idempotencyKey}::bigint)) as free),
    inserted as (
      insert into idempotency_keys (supplier_id, actor, key, request_id, endpoint, request_hash, created_at)
      select ${id.supplierId}::uuid, ${id.actor}, ${id.key}, ${request.requestId}::uuid, ${request.endpoint}, ${request.requestHash},
        ${request.at}::timestamptz
      from lock where free
      on conflict (supplier_id, actor, key) do nothing
      returning 1
    )
    select free, exists (select from inserted) as inserted from lock`.execute(tx)
  if (!rows[0]?.free) return false
  if (rows[0].inserted) return true
  // A request of several transactions meets its own row in the second.
  const row = await findKey(tx, id)
  if (row?.requestId === request.requestId) return true
  if (!request.goesOn || row?.requestHash !== request.requestHash || row.status !== null) return false
  await tx
    .updateTable('idempotencyKeys')
    .set({ requestId: request.requestId })
    .where('supplierId', '=', id.supplierId)
    .where('actor', '=', id.actor)
    .where('key', '=', id.key)
    .execute()
  return true
}

/** Keeps the answer of the request that holds the key; nothing happens if none of its transactions committed. */
export async function storeAnswer(
  tx: Tx,
  id: KeyId,
  answer: { readonly requestId: string; readonly status: number; readonly body: unknown },
): Promise<void> {
  await tx
    .updateTable('idempotencyKeys')
    .set({ status: answer.status, answer: json(answer.body) })
    .where('supplierId', '=', id.supplierId)
    .where('actor', '=', id.actor)
    .where('key', '=', id.key)
    .where('requestId', '=', answer.requestId)
    .execute()
}

export async function deleteKeysBefore(tx: Tx, supplierId: SupplierId, before: Date): Promise<void> {
  await tx
    .deleteFrom('idempotencyKeys')
    .where('supplierId', '=', supplierId)
    .where('createdAt', '<', before)
    .execute()
}
