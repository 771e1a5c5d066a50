/**
 * The error inbox's SQL for everyone who finds something stuck: one open entry per subject, opened or refreshed, and closed
 * when its cause is gone. It must never decide what is stuck, nor open a second entry for the same subject.
 */
import { sql } from 'kysely'
import { newId, type SupplierId } from '../core/ids.ts'
import { anyText } from '../db/any-of.ts'
import { json, type JsonValue } from '../db/json.ts'
import type { InboxEntriesTable } from '../db/tables.ts'
import type { Tx } from '../db/transact.ts'

/** The subject of the entry of a second sales order with one reference, by its own key. */
export function doubleId(connectionId: string, key: string): string {
  return `${connectionId}/${key}`
}

/** The cause of a push of which another account, not the connected one, may have the sales order: never retried with others. */
export const UNCLEAR_ELSEWHERE = 'unclear-elsewhere'

/** The cause of a push whose sales order a person linked to another order. */
export const LINKED_ELSEWHERE = 'linked-elsewhere'

export type SubjectKind = InboxEntriesTable['subjectKind']

/** A button of an entry; the kinds are those of contract/inbox.ts. */
export interface EntryFix {
  readonly kind:
    | 'retry'
    | 'link-customer'
    | 'link-product'
    | 'edit-order'
    | 'link-existing'
    | 'replace-key'
    | 'open-connection'
    | 'open-product'
    | 'open-import'
    | 'cancel-order'
    | 'handled'
  readonly label: string
  /** The thing to open or to link. */
  readonly subjectId: string | null
}

export interface NewEntry {
  readonly supplierId: SupplierId
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  /** Stable word; entries with the same cause are shown as one group. */
  readonly cause: string
  /** What happened and what to do, for a person. */
  readonly sentence: string
  readonly field?: string | undefined
  /** The other side's own words. */
  readonly said?: string | undefined
  readonly fixes: readonly EntryFix[]
  /** Request and answer, secrets removed. */
  readonly detail?: Readonly<Record<string, JsonValue | undefined>>
  readonly at: Date
}

/** Opens the subject's entry, or refreshes the one that is open and counts it as seen once more. */
export async function openEntry(
  tx: Tx,
  entry: NewEntry,
): Promise<{ readonly entryId: string; readonly isNew: boolean }> {
  const entryId = newId(entry.at.getTime())
  const said = {
    cause: entry.cause,
    sentence: entry.sentence,
    field: entry.field ?? null,
    said: entry.said ?? null,
    fix: json(entry.fixes),
    detail: json(entry.detail ?? {}),
    lastSeenAt: entry.at,
  }
  const row = await tx
    .insertInto('inboxEntries')
    .values({
      ...said,
      supplierId: entry.supplierId,
      entryId,
      subjectKind: entry.subjectKind,
      subjectId: entry.subjectId,
      openedAt: entry.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['supplierId', 'subjectKind', 'subjectId'])
        .where('closedAt', 'is', null)
        .doUpdateSet({ ...said, seenCount: sql<number>`inbox_entries.seen_count + 1` }),
    )
    .returning('entryId')
    .executeTakeFirstOrThrow()
  return { entryId: row.entryId, isNew: row.entryId === entryId }
}

/** Closes what is open on one subject or several, of some causes or of any; how many entries that were. `by` is a person's name or `Purvey`. */
export async function closeEntriesOf(
  tx: Tx,
  subject: {
    readonly supplierId: SupplierId
    readonly kind: SubjectKind
    readonly causes?: readonly string[]
  } & ({ readonly id: string } | { readonly ids: readonly string[] }),
  closing: { readonly by: string; readonly reason: string; readonly at: Date },
): Promise<number> {
  const ids = 'id' in subject ? [subject.id] : [...subject.ids]
  if (ids.length === 0) return 0
  const { causes } = subject
  const result = await tx
    .updateTable('inboxEntries')
    .$if(causes !== undefined, (update) => update.where('cause', '=', anyText(causes ?? [])))
    .set({ closedAt: closing.at, closedBy: closing.by, closedReason: closing.reason })
    .where('supplierId', '=', subject.supplierId)
    .where('subjectKind', '=', subject.kind)
    .where('subjectId', '=', anyText(ids))
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
