/**
 * Makes a loop that fails in Purvey itself visible: on the sync page, in the light, and, if it fails again, in the inbox. The
 * error goes on to the job engine, which tries again. What the ERP answers is no failure of this kind.
 */
import type { Clock } from '../core/clock.ts'
import { asId, type SupplierId } from '../core/ids.ts'
import { storable } from '../core/storable.ts'
import { type Db, transact } from '../db/transact.ts'
import { openEntry } from '../inbox/inbox-store.ts'
import { findLoop, loopSubject, type LoopName, noteLoop } from './loop-store.ts'

const doing: Readonly<Record<LoopName, string>> = {
  pushes: 'Sending orders to Cin7',
  dispatches: 'Reading what changed in Cin7',
  refresh: 'The nightly refresh from Cin7',
}

export async function watchLoop(
  deps: { readonly db: Db; readonly clock: Clock },
  of: { readonly supplierId: string; readonly connectionId: string; readonly loop: LoopName },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    await tell(deps, of, error)
    throw error
  }
}

async function tell(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  of: { readonly supplierId: string; readonly connectionId: string; readonly loop: LoopName },
  error: unknown,
): Promise<void> {
  const { supplierId, connectionId, loop } = of
  const now = clock.now()
  const said = wordsOf(error)
  const sentence = `${doing[loop]} fails inside Purvey: ${said}. Nothing is lost, and it is tried again by itself; if it stays so, give this sentence to whoever runs this Purvey.`
  await transact(db, { supplierId: asId<SupplierId>(supplierId) }, async (tx) => {
    const before = await findLoop(tx, { supplierId, connectionId, loop })
    await noteLoop(tx, {
      supplierId,
      connectionId,
      loop,
      endedAt: now,
      outcome: 'failed',
      sentence,
      nextAt: before?.nextAt ?? null,
    })
    // Once may be a database that restarts.
    if (before?.lastOutcome !== 'failed') return
    await openEntry(tx, {
      supplierId: asId<SupplierId>(supplierId),
      ...loopSubject({ connectionId, loop }),
      cause: 'loop-failing',
      sentence,
      fixes: [{ kind: 'open-connection', label: 'Open the connection', subjectId: connectionId }],
      at: now,
    })
  })
}

/** An error's own words, short and storable, without a full stop at the end. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? `${error.name}, ${error.message}` : String(error)
  return storable(words.slice(0, 300))
    .replaceAll(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
}
