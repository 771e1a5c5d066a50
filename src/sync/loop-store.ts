/** SQL on what the loops of a connection last did, and on their cursors. */
import { asId, type SupplierId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { closeEntriesOf } from '../inbox/inbox-store.ts'

export type LoopName = 'pushes' | 'dispatches' | 'refresh'

export interface LoopNote {
  readonly supplierId: string
  readonly connectionId: string
  readonly loop: LoopName
  readonly endedAt: Date
  readonly outcome: string
  readonly sentence: string
  readonly nextAt: Date | null
  /** Moves the cursor in the same statement; left out: stays. */
  readonly cursor?: unknown
}

export async function noteLoop(tx: Tx, note: LoopNote): Promise<void> {
  const set = {
    lastEndedAt: note.endedAt,
    lastOutcome: note.outcome,
    lastSentence: note.sentence,
    nextAt: note.nextAt,
    ...(note.cursor === undefined ? {} : { cursor: json(note.cursor) }),
  }
  await tx
    .insertInto('loops')
    .values({ supplierId: note.supplierId, connectionId: note.connectionId, loop: note.loop, ...set })
    .onConflict((conflict) => conflict.columns(['supplierId', 'connectionId', 'loop']).doUpdateSet(set))
    .execute()
  if (note.outcome === 'failed') return
  const { subjectKind, subjectId } = loopSubject(note)
  await closeEntriesOf(
    tx,
    { supplierId: asId<SupplierId>(note.supplierId), kind: subjectKind, id: subjectId },
    { by: 'Purvey', reason: 'It works again.', at: note.endedAt },
  )
}

/** What the inbox's entry on a loop is about: the connection has an entry of its own beside it. */
export function loopSubject({ connectionId, loop }: { connectionId: string; loop: LoopName }) {
  return { subjectKind: 'connection', subjectId: `${connectionId}/${loop}` } as const
}

/** `lock` keeps others from changing it until the transaction ends. */
export async function findLoop(
  tx: Tx,
  of: { supplierId: string; connectionId: string; loop: LoopName; lock?: boolean },
) {
  const query = tx
    .selectFrom('loops')
    .selectAll()
    .where('supplierId', '=', of.supplierId)
    .where('connectionId', '=', of.connectionId)
    .where('loop', '=', of.loop)
  return (of.lock ? query.forUpdate() : query).executeTakeFirst()
}
