/**
 * Every night at two, where the supplier is, both kinds of import read the ERP once and leave what has changed ready for review.
 * It changes nothing of the supplier's own. The sweep calls it; it is done in the moment it enqueues.
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
import { findLoop, noteLoop } from './loop-store.ts'

const HOUR = 2

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
  await noteLoop(tx, {
    ...loop,
    endedAt: now,
    outcome: 'ok',
    sentence: last ? sentences.join(' ') : 'The first nightly look for changes is planned.',
    nextAt: nextNight(now, supplier?.timeZone ?? 'UTC'),
  })
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
