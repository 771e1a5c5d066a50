/**
 * What the outcome of calls means for their connection, as one table. It must never stop a connection for a single record's
 * sake, nor for a failure that our own door gave.
 */
import type { Db, Tx } from '../db/transact.ts'
import { transact } from '../db/transact.ts'
import type { ErpFailure, ErpFailureKind, PermissionLine } from '../erp/port.ts'
import { closeEntriesOf, type EntryFix, openEntry } from '../inbox/inbox-store.ts'
import { closeBudget, reopenBudget } from './call-store.ts'
import {
  clearBackOff,
  type ConnectionKey,
  lockConnection,
  putBackOff,
  putNeedsAttention,
} from './connection-store.ts'
import { recordPermission } from './record-permission.ts'

type Effect = 'nothing' | 'works' | 'close-budget' | 'back-off' | 'permission' | 'needs-attention'

const policy: Readonly<Record<ErpFailureKind | 'ok', Readonly<Record<string, Effect>> & { other: Effect }>> =
  {
    ok: { other: 'works' },
    // The ERP answered; only the record was wrong.
    refused: { other: 'works' },
    // The work itself looks it up before it goes on; a lookup that fails too is `unreachable`.
    ambiguous: { other: 'nothing' },
    busy: { 'rate-limited': 'close-budget', other: 'nothing' },
    unreachable: { 'backing-off': 'nothing', other: 'back-off' },
    misconfigured: {
      'not-connected': 'nothing',
      'needs-attention': 'nothing',
      paused: 'nothing',
      'permission-missing': 'permission',
      other: 'needs-attention',
    },
  }

/** Without these nothing can be sent or followed; any other missing box stops only the work that needs it. */
const vitalResources: ReadonlySet<string> = new Set(['SalesOrders'])

const firstBackOffMs = 5_000
const longestBackOffMs = 5 * 60_000
/** About three minutes of failures. */
const tellAfterFailures = 6
const firstCloseMs = 2_000
const longestCloseMs = 10 * 60_000

/** What the door knows of the call that failed. */
export interface FailedCall {
  readonly verb: PermissionLine['verb']
  /** The stored key that it was made with. */
  readonly envelope: string | undefined
}

export async function reportOutcome(
  { db, now, random }: { readonly db: Db; readonly now: Date; readonly random: () => number },
  key: ConnectionKey,
  outcome: ErpFailure | 'ok',
  call: FailedCall | undefined,
): Promise<void> {
  const row = policy[outcome === 'ok' ? 'ok' : outcome.kind]
  const effect = (outcome === 'ok' ? undefined : row[outcome.code]) ?? row.other
  if (effect === 'nothing') return
  await transact(db, { supplierId: key.supplierId }, async (tx) => {
    if (effect === 'works') return works(tx, key, now)
    if (outcome === 'ok') return
    if (effect === 'close-budget') {
      await closeBudget(tx, key, { told: outcome.waitMs, firstMs: firstCloseMs, longestMs: longestCloseMs })
      return
    }
    if (effect === 'back-off') return backOff(tx, key, outcome, { now, random })
    if (effect === 'permission' && !(await missingPermission(tx, key, outcome, call))) return
    await needsAttention(tx, key, outcome, { now, envelope: call?.envelope })
  })
}

async function works(tx: Tx, key: ConnectionKey, now: Date): Promise<void> {
  await reopenBudget(tx, key)
  const failures = await clearBackOff(tx, key)
  if (failures >= tellAfterFailures)
    await closeEntriesOf(
      tx,
      { supplierId: key.supplierId, kind: 'connection', id: key.connectionId },
      { by: 'Purvey', reason: 'Cin7 answers again.', at: now },
    )
}

async function backOff(
  tx: Tx,
  key: ConnectionKey,
  failure: ErpFailure,
  { now, random }: { readonly now: Date; readonly random: () => number },
): Promise<void> {
  const row = await lockConnection(tx, key)
  // Several loops that fail together are one failure.
  if (row?.state !== 'connected' || (row.retryAt !== null && row.retryAt > now)) return
  const failures = row.failures + 1
  const planned = Math.min(firstBackOffMs * 2 ** Math.min(failures - 1, 20), longestBackOffMs)
  const waitMs = Math.max(failure.waitMs ?? 0, Math.round(planned * (0.8 + 0.2 * random())))
  await putBackOff(tx, key, {
    code: failure.code,
    sentence: failure.sentence,
    at: now,
    failures,
    retryAt: new Date(now.getTime() + Math.min(waitMs, longestBackOffMs)),
  })
  if (failures !== tellAfterFailures) return
  await openEntry(tx, {
    supplierId: key.supplierId,
    subjectKind: 'connection',
    subjectId: key.connectionId,
    cause: 'erp-unreachable',
    sentence: `Cin7 has not answered for some minutes, so nothing is sent. ${failure.sentence} Nothing is lost: all that waits goes out when Cin7 answers.`,
    said: failure.said,
    fixes: [openConnection(key)],
    at: now,
  })
}

/** Whether the missing box stops the whole connection. */
async function missingPermission(
  tx: Tx,
  key: ConnectionKey,
  failure: ErpFailure,
  call: FailedCall | undefined,
): Promise<boolean> {
  if (failure.resource === undefined) return true
  if (call)
    await recordPermission(tx, {
      ...key,
      resource: failure.resource,
      verb: call.verb,
      state: 'not-ticked',
      sentence: failure.sentence,
    })
  return vitalResources.has(failure.resource)
}

async function needsAttention(
  tx: Tx,
  key: ConnectionKey,
  failure: ErpFailure,
  { now, envelope }: { readonly now: Date; readonly envelope: string | undefined },
): Promise<void> {
  const { code, sentence } = failure
  const isKeyAtFault = code === 'wrong-key' || code === 'key-missing' || code === 'key-unreadable'
  const cause = { code, sentence, at: now, envelope: isKeyAtFault ? envelope : undefined }
  if (!(await putNeedsAttention(tx, key, cause))) return
  await openEntry(tx, {
    supplierId: key.supplierId,
    subjectKind: 'connection',
    subjectId: key.connectionId,
    cause: code,
    sentence,
    said: failure.said,
    fixes: isKeyAtFault ? [replaceKey(key), openConnection(key)] : [openConnection(key)],
    at: now,
  })
}

function replaceKey(key: ConnectionKey): EntryFix {
  return { kind: 'replace-key', label: 'Replace the key', subjectId: key.connectionId }
}

function openConnection(key: ConnectionKey): EntryFix {
  return { kind: 'open-connection', label: 'Open the connection', subjectId: key.connectionId }
}
