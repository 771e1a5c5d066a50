/**
 * The record of calls for the sync page and for support: collected and written a little later, off the caller's way. It must
 * never hold a secret, fail a call, or lose a call at a graceful stop.
 */
import type { Clock } from '../core/clock.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { type Db, transact } from '../db/transact.ts'
import type { CallObserver } from '../erp/port.ts'
import { addCalls, type CallRow, pruneCalls } from './call-store.ts'
import type { ConnectionKey } from './connection-store.ts'
import type { CallMade } from './erp-door.ts'

const bodyBytes = 4_096
const pathBytes = 2_000
const writeAfterMs = 400
const writeAgainAfterMs = 5_000
const keptCalls = 500
/** Pruning looks at an index, so not each time. */
const pruneEvery = 50
/** While the database cannot be written, no more than this is held. */
const mostUnwritten = 5_000
const rowsPerInsert = 500

export interface CallLog {
  add(key: ConnectionKey, call: CallMade): void
  flush(): Promise<void>
}

export function openCallLog(db: Db, log: Log): CallLog {
  let unwritten: CallRow[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const sincePrune = new Map<string, number>()

  async function write(): Promise<void> {
    const batch = unwritten
    unwritten = []
    const bySupplier = Map.groupBy(batch, (row) => row.supplierId)
    for (const [supplierId, rows] of bySupplier) {
      try {
        await transact(db, { supplierId: supplierId as SupplierId }, async (tx) => {
          for (let i = 0; i < rows.length; i += rowsPerInsert)
            await addCalls(tx, rows.slice(i, i + rowsPerInsert))
          const byConnection = Map.groupBy(rows, (row) => row.connectionId)
          for (const [connectionId, its] of byConnection) {
            const key = { supplierId: supplierId as SupplierId, connectionId }
            if (isPruneDue(connectionId, its.length)) await pruneCalls(tx, key, keptCalls)
          }
        })
      } catch (error) {
        log.warn(
          { err: error, calls: rows.length },
          'The record of calls could not be written; it is tried again.',
        )
        unwritten = [...rows, ...unwritten].slice(-mostUnwritten)
        timer ??= setTimeout(() => void flush(), writeAgainAfterMs).unref()
      }
    }
  }

  function isPruneDue(connectionId: string, added: number): boolean {
    const since = (sincePrune.get(connectionId) ?? pruneEvery) + added
    sincePrune.set(connectionId, since >= pruneEvery ? 0 : since)
    return since >= pruneEvery
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write)
    return writing
  }

  return {
    add: (key, call) => {
      unwritten.push(rowOf(key, call))
      if (unwritten.length > mostUnwritten) unwritten.shift()
      timer ??= setTimeout(() => void flush(), writeAfterMs).unref()
    },
    flush,
  }
}

/** A call as the table holds it. */
export function rowOf({ supplierId, connectionId }: ConnectionKey, call: CallMade): CallRow {
  return {
    supplierId,
    connectionId,
    callId: newId(),
    at: call.at,
    purpose: call.purpose,
    method: call.method,
    path: call.path,
    status: call.status ?? null,
    outcome: call.outcome,
    durationMs: call.durationMs,
    request: call.request ?? null,
    response: call.response ?? null,
  }
}

/** A call as an adapter observed it, safe to keep: without the credentials in any spelling, and cut. */
export function safeCall(
  call: Parameters<CallObserver>[0],
  credentials: { readonly username: string; readonly key: string },
  clock: Clock,
): CallMade {
  const safe = (text: string | undefined, bytes: number): string | undefined =>
    text === undefined ? undefined : cut(withoutSecrets(text, credentials), bytes)
  return {
    at: new Date(clock.now().getTime() - call.durationMs),
    purpose: call.purpose,
    method: call.method,
    path: safe(call.path, pathBytes) ?? '',
    status: call.status,
    outcome: call.outcome,
    durationMs: Math.round(call.durationMs),
    request: safe(call.request, bodyBytes),
    response: safe(call.response, bodyBytes),
  }
}

function withoutSecrets(text: string, { username, key }: { username: string; key: string }): string {
  const basic = Buffer.from(`${username}:${key}`, 'utf8').toString('base64')
  const spellings = [basic, key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]
  // PostgreSQL's text cannot hold the character 0.
  let safe = text.replaceAll('\u0000', '')
  for (const secret of spellings) if (secret !== '') safe = safe.replaceAll(secret, '[removed]')
  return safe
}

function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  const note = ` … (cut, ${text.length} characters)`
  const kept = Buffer.from(text)
    .subarray(0, bytes - Buffer.byteLength(note))
    .toString()
  // The cut may have gone through a character.
  return `${kept.replace(/\uFFFD$/, '')}${note}`
}
