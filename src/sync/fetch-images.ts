/**
 * The job that fetches the pictures that products wait for: each address once, four at a time. A picture that cannot be had is
 * noted with its reason at the product and stops nothing.
 */
import { selectWaitingUrls, storeImage, storeImageFailure } from '../catalogue/image-store.ts'
import type { Clock } from '../core/clock.ts'
import { asId, type SupplierId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { type Db, read, transact, type Tx } from '../db/transact.ts'
import type { JobPayloads, JobQueue } from '../jobs/queue.ts'
import { convertImage } from './convert-image.ts'
import { downloadImage } from './download-image.ts'
import { type GuardedAgent, openGuardedAgent } from './guarded-agent.ts'

export interface ImageDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly jobs: JobQueue
  /** Hosts as `host:port` that may be fetched from though their address is private. */
  readonly allowPrivateImageHosts: readonly string[]
}

const AT_ONCE = 4
const BATCH = 100
const MOST_ATTEMPTS = 3
const AGAIN_AFTER_MS = 60_000

export async function fetchImages(
  deps: ImageDeps,
  payload: JobPayloads['fetch-images'],
  signal: AbortSignal,
): Promise<void> {
  const supplierId = asId<SupplierId>(payload.supplierId)
  const agent = await openGuardedAgent(deps.allowPrivateImageHosts)
  const tried = new Set<string>()
  try {
    for (;;) {
      const waiting = await read(deps.db, { supplierId }, (tx) => selectWaitingUrls(tx, BATCH + tried.size))
      const next = waiting.filter(({ url }) => !tried.has(url))
      if (next.length === 0 || signal.aborted) {
        // What failed for now is tried again later, each address at most three times in all.
        if (waiting.length > 0) await comeBack(deps, payload, signal.aborted ? 0 : AGAIN_AFTER_MS)
        return
      }
      const queue = next.values()
      const work = async (): Promise<void> => {
        for (const { url, attempts } of queue) {
          if (signal.aborted) return
          if (await fetchOne(deps, { supplierId, url, attempts, agent, signal })) tried.add(url)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
    }
  } finally {
    await agent.close()
  }
}

/** True when the picture still waits, because it could not be had this time. */
async function fetchOne(
  deps: ImageDeps,
  one: {
    readonly supplierId: SupplierId
    readonly url: string
    readonly attempts: number
    readonly agent: GuardedAgent
    readonly signal: AbortSignal
  },
): Promise<boolean> {
  const { supplierId, url, attempts, agent, signal } = one
  const downloaded = await downloadImage(url, { agent, signal })
  if (signal.aborted) return true
  const picture = downloaded.ok
    ? await convertImage(downloaded.bytes)
    : { ok: false as const, reason: downloaded.reason }
  if (picture.ok) {
    await transact(deps.db, { supplierId }, (tx) =>
      storeImage(tx, { url, sha256: picture.sha256, files: picture.files }),
    )
    return false
  }
  const again = !downloaded.ok && downloaded.passing && attempts + 1 < MOST_ATTEMPTS
  await transact(deps.db, { supplierId }, (tx) =>
    storeImageFailure(tx, { url, reason: picture.reason, forGood: !again }),
  )
  deps.log.info({ supplierId, url, reason: picture.reason, again }, 'a picture could not be had')
  return again
}

async function comeBack(
  deps: ImageDeps,
  payload: JobPayloads['fetch-images'],
  afterMs: number,
): Promise<void> {
  const supplierId = asId<SupplierId>(payload.supplierId)
  await transact(deps.db, { supplierId }, (tx) =>
    deps.jobs.enqueue(
      tx,
      'fetch-images',
      payload,
      afterMs > 0 ? { startAfter: new Date(deps.clock.now().getTime() + afterMs) } : {},
    ),
  )
}

/** Enqueues the job where pictures wait, for the sweep: a job that was lost must not leave them waiting. */
export async function nudgeImages(
  tx: Tx,
  deps: { readonly jobs: JobQueue },
  supplierId: SupplierId,
): Promise<void> {
  const [waiting] = await selectWaitingUrls(tx, 1)
  if (waiting) await deps.jobs.enqueue(tx, 'fetch-images', { supplierId })
}
