/**
 * Every night at two, where the supplier is, both kinds of import read the ERP once and leave what has changed ready for review.
 * It changes nothing of the supplier's own. All sales orders that are not shipped yet are read back again, too: what Cin7 did not
 * date, or dated long before it showed it, the stream of changes has passed by. The sweep calls it; it is done in the moment it
 * enqueues.
 */
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../core/clock.ts'
import type { SupplierId } from '../core/ids.ts'
import { isRefusal } from '../core/refusal.ts'
import type { Tx } from '../db/transact.ts'
import { lockLiveImport } from '../imports/import-store.ts'
import { beginImport } from '../imports/start-import.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { liveConnection } from '../links/live-connection.ts'
import { readAllBackAgain } from '../pushes/accepted-store.ts'
import { findLoop, noteLoop } from './loop-store.ts'

const HOUR = 2
/** Whoever does not dispatch in the ERP at all must not pay for it with more and more calls. */
const LOOK_BACK_MS = 90 * 24 * 60 * 60_000

export async function nightlyRefresh(
  tx: Tx,
  deps: { readonly clock: Clock; readonly jobs: JobQueue },
  supplierId: SupplierId,
): Promise<void> {
  const connection = await liveConnection(tx)
  if (!connection || connection.state !== 'connected' || connection.paused) return
  const now = deps.clock.now()
  const loop = { supplierId, connectionId: connection.connectionId, loop: 'refresh' as const }
  const last = await findLoop(tx, loop)
  if (last?.nextAt && last.nextAt > now) return
  const supplier = await tx
    .selectFrom('suppliers')
    .select('timeZone')
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  const sentences: string[] = []
  // A new connection is not read at once: its first import is for a person to start.
  for (const kind of last ? (['customers', 'products'] as const) : []) {
    const running = await lockLiveImport(tx, kind)
    const started =
      running?.purpose === 'import'
        ? undefined
        : await beginImport(tx, deps, { supplierId, kind, purpose: 'refresh', startedBy: 'Purvey' })
    sentences.push(
      started !== undefined && !isRefusal(started)
        ? `Looking for changed ${kind}.`
        : `No look for changed ${kind}: an import of them is under way.`,
    )
  }
  if (last) sentences.push(...(await lookAgain(tx, deps, { ...connection, supplierId })))
  await noteLoop(tx, {
    ...loop,
    endedAt: now,
    outcome: 'ok',
    sentence: last ? sentences.join(' ') : 'The first nightly look for changes is planned.',
    nextAt: nextNight(now, supplier?.timeZone ?? 'UTC'),
  })
}

async function lookAgain(
  tx: Tx,
  { clock, jobs }: { readonly clock: Clock; readonly jobs: JobQueue },
  { supplierId, connectionId }: { supplierId: SupplierId; connectionId: string },
): Promise<string[]> {
  const now = clock.now()
  const madeAfter = new Date(now.getTime() - LOOK_BACK_MS)
  const count = await readAllBackAgain(tx, { supplierId, connectionId, madeAfter, now })
  if (count === 0) return []
  await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId })
  return [
    count === 1
      ? 'Looking at the one sales order that is not shipped.'
      : `Looking at ${count} sales orders that are not shipped.`,
  ]
}

/** The next two o'clock of a time zone; where daylight saving skips it, the moment after. */
export function nextNight(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const today = here.withPlainTime({ hour: HOUR })
  const next =
    Temporal.ZonedDateTime.compare(today, here) > 0
      ? today
      : here.add({ days: 1 }).withPlainTime({ hour: HOUR })
  return new Date(next.epochMilliseconds)
}
