/**
 * The job that reads all pages of an import. Each page and the count of pages are stored in one transaction, so that a crash
 * loses at most a page that is then read again. Nothing of the ERP is called inside a transaction.
 */
import { asId, type SupplierId } from '../core/ids.ts'
import { read, transact } from '../db/transact.ts'
import type { ErpFailure } from '../erp/port.ts'
import { lockImport, selectImport, type StoredImport, updateImport } from '../imports/import-store.ts'
import type { JobPayloads } from '../jobs/queue.ts'
import { importedCustomers } from './import-customers.ts'
import type { ImportDeps } from './import-deps.ts'
import { importedProducts } from './import-products.ts'
import type { ImportedKind } from './imported-kind.ts'
import { thatGoesOn } from './push-policy.ts'
import { endImport, otherAccount, storePage } from './store-import-page.ts'

const samePage =
  'Cin7 answered with the same records for one page after another, so reading would never end. Nothing was taken over. Ask Cin7 support why the page of its lists has no effect, then start the import again.'

type Payload = JobPayloads['read-import']

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 300_000
/** Failures in a row, about two hours of them, after which a person is told to start again. */
const MOST_FAILURES = 30

export async function readImport(deps: ImportDeps, payload: Payload, signal: AbortSignal): Promise<void> {
  const stored = await read(deps.db, scopeOf(payload), (tx) => selectImport(tx, payload.importId))
  if (stored?.state !== 'reading') return
  if (stored.kind === 'customers') await readPages(deps, payload, { stored, kind: importedCustomers, signal })
  else await readPages(deps, payload, { stored, kind: importedProducts, signal })
}

interface Reading<T extends { readonly key: string }> {
  readonly stored: StoredImport
  readonly kind: ImportedKind<T>
  readonly signal: AbortSignal
}

async function readPages<T extends { readonly key: string }>(
  deps: ImportDeps,
  payload: Payload,
  { stored, kind, signal }: Reading<T>,
): Promise<void> {
  const { supplierId } = scopeOf(payload)
  const opened = await deps.erp.open(supplierId, stored.purpose, {
    signal,
    evenIfPaused: stored.purpose === 'import',
  })
  if (!opened.ok) return afterFailure(deps, payload, opened)
  const { erp, context, connectionId } = opened.value
  if (connectionId !== stored.connectionId) {
    await transact(deps.db, { supplierId }, (tx) => endImport(tx, deps, payload.importId, otherAccount))
    return
  }
  let before = ''
  for (let page = stored.pagesRead + 1; !signal.aborted; page += 1) {
    const result = await kind.readPage(erp, context, page)
    if (!result.ok) {
      if (result.code !== 'stopped') await deps.erp.report(supplierId, connectionId, result)
      return afterFailure(deps, payload, result)
    }
    // Once a run is enough to end an earlier back-off.
    if (page === stored.pagesRead + 1) await deps.erp.report(supplierId, connectionId, 'ok')
    const keys = [...result.value.rows, ...result.value.unusable].map(({ key }) => key).join('\n')
    if (keys !== '' && keys === before) {
      await transact(deps.db, { supplierId }, (tx) => endImport(tx, deps, payload.importId, samePage))
      return
    }
    before = keys
    const goOn = await transact(deps.db, { supplierId }, (tx) =>
      storePage(tx, deps, { importId: payload.importId, page, kind, read: result.value }),
    )
    if (!goOn) return
  }
  await comeBack(deps, payload, { afterMs: 0 })
}

/** Waits, or ends the import with the sentence, as the kind of failure asks for. */
async function afterFailure(deps: ImportDeps, payload: Payload, failure: ErpFailure): Promise<void> {
  switch (failure.kind) {
    case 'busy':
      return failure.code === 'stopped'
        ? comeBack(deps, payload, { afterMs: 0 })
        : comeBack(deps, payload, {
            afterMs: failure.waitMs ?? 60_000,
            failure,
          })
    case 'unreachable':
    case 'ambiguous':
      return comeBack(deps, payload, { failure, failed: true, afterMs: failure.waitMs })
    case 'refused':
    case 'misconfigured':
      await transact(deps.db, scopeOf(payload), (tx) =>
        endImport(tx, deps, payload.importId, failure.sentence),
      )
      return undefined
  }
}

async function comeBack(
  deps: ImportDeps,
  payload: Payload,
  how: {
    readonly afterMs?: number | undefined
    readonly failure?: ErpFailure
    readonly failed?: true
  },
): Promise<void> {
  await transact(deps.db, scopeOf(payload), async (tx) => {
    const stored = await lockImport(tx, payload.importId)
    if (stored?.state !== 'reading') return
    const failures = stored.failures + (how.failed ? 1 : 0)
    if (failures > MOST_FAILURES) {
      await endImport(
        tx,
        deps,
        payload.importId,
        `${how.failure?.sentence ?? ''} It was tried ${MOST_FAILURES} times. Start the import again later.`.trim(),
      )
      return
    }
    await updateImport(tx, payload.importId, {
      failures,
      ...(how.failure ? { sentence: thatGoesOn(how.failure, 'Reading goes on by itself.') } : {}),
    })
    const backOffMs = how.failed ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) : 0
    const waitMs = Math.max(how.afterMs ?? 0, backOffMs)
    await deps.jobs.enqueue(
      tx,
      'read-import',
      payload,
      waitMs > 0 ? { startAfter: new Date(deps.clock.now().getTime() + waitMs) } : {},
    )
  })
}

function scopeOf(payload: Payload): { supplierId: SupplierId } {
  return { supplierId: asId<SupplierId>(payload.supplierId) }
}
