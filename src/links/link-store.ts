/**
 * The links between what is ours and what is the ERP's: one remote thing stands for one of ours, and the other way round.
 * All SQL on links is here; nothing here calls the ERP.
 */
import { sql } from 'kysely'
import { anyId, anyText } from '../db/any-of.ts'
import { type JsonValue, json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

export type LinkKind = 'customer' | 'product'

export interface Link {
  readonly connectionId: string
  readonly remoteKey: string
  readonly localId: string
  /** The ERP's record as it was last seen, in the words of the import. */
  readonly remote: JsonValue
  readonly seenAt: Date
}

/** The ERP's keys of things of ours; those that are not linked on this connection are left out. */
export async function erpKeys(
  tx: Tx,
  connectionId: string,
  kind: LinkKind,
  localIds: readonly string[],
): Promise<Map<string, string>> {
  if (localIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('erpLinks')
    .select(['localId', 'remoteKey'])
    .where('connectionId', '=', connectionId)
    .where('kind', '=', kind)
    .where('localId', '=', anyId(localIds))
    .execute()
  return new Map(rows.map((row) => [row.localId, row.remoteKey]))
}

/** The things of ours that remote keys stand for; keys without a link are left out. */
export async function localIds(
  tx: Tx,
  connectionId: string,
  kind: LinkKind,
  remoteKeys: readonly string[],
): Promise<Map<string, string>> {
  if (remoteKeys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('erpLinks')
    .select(['localId', 'remoteKey'])
    .where('connectionId', '=', connectionId)
    .where('kind', '=', kind)
    .where('remoteKey', '=', anyText(remoteKeys))
    .execute()
  return new Map(rows.map((row) => [row.remoteKey, row.localId]))
}

/** The link of one thing on one connection. */
export async function linkOf(
  tx: Tx,
  connectionId: string,
  kind: LinkKind,
  localId: string,
): Promise<Link | undefined> {
  return tx
    .selectFrom('erpLinks')
    .select(['connectionId', 'remoteKey', 'localId', 'remote', 'seenAt'])
    .where('connectionId', '=', connectionId)
    .where('kind', '=', kind)
    .where('localId', '=', localId)
    .executeTakeFirst()
}

export interface NewLink {
  readonly connectionId: string
  readonly kind: LinkKind
  readonly remoteKey: string
  readonly localId: string
  readonly remote: unknown
  readonly seenAt: Date
}

/** Links one thing of ours, taking it off what it was linked to. The remote key must be free or already its own. */
export async function putLink(tx: Tx, link: NewLink): Promise<void> {
  await tx
    .deleteFrom('erpLinks')
    .where('connectionId', '=', link.connectionId)
    .where('kind', '=', link.kind)
    .where('localId', '=', link.localId)
    .execute()
  await tx
    .insertInto('erpLinks')
    .values({ ...link, remote: json(link.remote), supplierId: sql<string>`scope_supplier()` })
    .execute()
}

/** Removes a link; false when there was none. */
export async function removeLink(
  tx: Tx,
  connectionId: string,
  kind: LinkKind,
  localId: string,
): Promise<boolean> {
  const result = await tx
    .deleteFrom('erpLinks')
    .where('connectionId', '=', connectionId)
    .where('kind', '=', kind)
    .where('localId', '=', localId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Links things of ours that are not linked yet, and brings the ERP's record of those that are up to date. */
export async function putLinks(
  tx: Tx,
  connectionId: string,
  kind: LinkKind,
  links: readonly { readonly remoteKey: string; readonly localId: string; readonly remote: unknown }[],
  seenAt: Date,
): Promise<void> {
  if (links.length === 0) return
  await sql`
    insert into erp_links (supplier_id, connection_id, kind, remote_key, local_id, remote, seen_at)
    select scope_supplier(), ${connectionId}::uuid, ${kind}, "remoteKey", "localId", remote, ${seenAt}::timestamptz
    from jsonb_to_recordset(${json(links)}::jsonb) r ("remoteKey" text, "localId" uuid, remote jsonb)
    on conflict (supplier_id, connection_id, kind, remote_key) do update set remote = excluded.remote, seen_at = excluded.seen_at`.execute(
    tx,
  )
}

/** Notes what the ERP has now for things that are linked; keys that are not linked are left out. */
export async function refreshLinks(
  tx: Tx,
  connectionId: string,
  kind: LinkKind,
  seen: { readonly records: readonly { readonly key: string }[]; readonly seenAt: Date },
): Promise<void> {
  if (seen.records.length === 0) return
  const rows = seen.records.map((remote) => ({ key: remote.key, remote }))
  await sql`
    update erp_links l set remote = r.remote, seen_at = ${seen.seenAt}::timestamptz
    from jsonb_to_recordset(${json(rows)}::jsonb) r (key text, remote jsonb)
    where l.supplier_id = scope_supplier() and l.connection_id = ${connectionId}::uuid and l.kind = ${kind} and l.remote_key = r.key`.execute(
    tx,
  )
}
