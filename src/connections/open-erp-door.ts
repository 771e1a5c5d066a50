/**
 * Makes the door to suppliers' ERPs: reads the connection, opens its key, and hands out contexts whose calls wait for the
 * shared budget and are recorded. Decrypted keys live in contexts only; they must never be stored, logged or thrown.
 */
import type { Clock } from '../core/clock.ts'
import { type MasterKeys, seal, unseal } from '../core/envelope.ts'
import type { SupplierId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { type Db, type Tx, read } from '../db/transact.ts'
import type { CallObserver, CallPurpose, Erp, ErpContext, ErpFailure, Reserve } from '../erp/port.ts'
import { openCallBudget, openFirstCalls } from './call-budget.ts'
import { openCallLog, safeCall } from './call-log.ts'
import { type ConnectionKey, type ConnectionRow, connectionById, liveConnection } from './connection-store.ts'
import type { CallMade, ErpDoor, OpenErp, OpenOptions, TriedErp } from './erp-door.ts'
import { type FailedCall, reportOutcome } from './report-outcome.ts'
import { keyOwner } from './secrets.ts'

export interface ErpDoorParts {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly keys: MasterKeys
  /** The ERP's address, the operator's setting. */
  readonly address: string
  /** The adapter of connections made from now on. */
  readonly adapter: string
  readonly erpFor: (adapter: string) => Erp
  /** Instead of the adapter's own limits. */
  readonly limits?: ErpDoor['limits'] | undefined
  /** For the spread of back-offs; from 0 to 1. */
  readonly random?: (() => number) | undefined
}

export function openErpDoor(parts: ErpDoorParts): ErpDoor {
  const { db, clock, log, keys, address, erpFor, random = Math.random } = parts
  const limits = parts.limits ?? erpFor(parts.adapter).limits
  const budget = openCallBudget(db, limits)
  const calls = openCallLog(db, log)
  // What is known of the newest failed call of a connection, for the report that follows it.
  const failed = new Map<string, FailedCall>()

  function observer(
    key: ConnectionKey,
    credentials: { readonly username: string; readonly key: string },
    envelope: string | undefined,
  ): CallObserver {
    return (call) => {
      try {
        if (call.outcome === 'misconfigured')
          failed.set(key.connectionId, {
            verb: call.method === 'GET' ? 'read' : 'create',
            envelope,
          })
        calls.add(key, safeCall(call, credentials, clock))
      } catch (error) {
        log.error({ err: error }, 'A call to the ERP could not be recorded.')
      }
    }
  }

  function contextFor(
    key: ConnectionKey,
    credentials: { readonly username: string; readonly key: string },
    more: {
      readonly purpose: CallPurpose
      readonly envelope?: string | undefined
      readonly signal?: AbortSignal | undefined
      readonly obstacle: (tx: Tx) => Promise<ErpFailure | undefined>
    },
  ): ErpContext {
    const { signal, obstacle } = more
    const reserve: Reserve = ({ purpose, onWait }) => budget.take(key, { purpose, signal, obstacle, onWait })
    return {
      url: address,
      ...credentials,
      purpose: more.purpose,
      reserve,
      observe: observer(key, credentials, more.envelope),
      signal,
    }
  }

  async function open(
    supplierId: SupplierId,
    purpose: CallPurpose,
    options: OpenOptions = {},
  ): Promise<{ readonly ok: true; readonly value: OpenErp } | ErpFailure> {
    const row = await read(db, { supplierId }, (tx) => liveConnection(tx, supplierId))
    if (!row || row.keyEnvelope === null) return notConnected
    const obstacle = obstacleOf(row, options, clock.now())
    if (obstacle) return obstacle
    const { connectionId, username, keyEnvelope } = row
    const key = unseal(keys, row.keyEnvelope, keyOwner(supplierId, connectionId))
    if (!key.ok) return keyUnreadable[key.why]
    const context = contextFor(
      { supplierId, connectionId },
      { username, key: key.secret },
      {
        purpose,
        envelope: keyEnvelope,
        signal: options.signal,
        // People may pause, disconnect or replace the key at any time: from then on no call is made with what was opened before.
        obstacle: async (tx) => {
          const present = await connectionById(tx, { supplierId, connectionId })
          if (!present || present.keyEnvelope === null) return notConnected
          return present.keyEnvelope === keyEnvelope ? stopOf(present, options) : keyReplaced
        },
      },
    )
    return { ok: true, value: { erp: erpFor(row.adapter), context, connectionId } }
  }

  /** Without a row there is no shared budget and no record: calls are paced and kept here. */
  function firstContext(
    credentials: { readonly username: string; readonly key: string },
    made: CallMade[],
    signal: AbortSignal | undefined,
  ): ErpContext {
    const first = openFirstCalls(limits)
    return {
      url: address,
      ...credentials,
      purpose: 'connect',
      reserve: () => first.take(signal),
      observe: (call) => void made.push(safeCall(call, credentials, clock)),
      signal,
    }
  }

  function tryCredentials(
    supplierId: SupplierId,
    given: { readonly username: string; readonly key: string; readonly connectionId?: string | undefined },
    signal?: AbortSignal,
  ): TriedErp {
    const credentials = { username: given.username, key: given.key }
    const made: CallMade[] = []
    const { connectionId } = given
    return {
      erp: erpFor(parts.adapter),
      context:
        connectionId === undefined
          ? firstContext(credentials, made, signal)
          : contextFor({ supplierId, connectionId }, credentials, {
              purpose: 'connect',
              signal,
              obstacle: async () => undefined,
            }),
      callsMade: () => made,
      sealKey: (id) => seal(keys, given.key, keyOwner(supplierId, id)),
    }
  }

  return {
    address,
    limits,
    open,
    adapter: erpFor,
    tryCredentials,
    report: async (supplierId, connectionId, outcome) => {
      const call = outcome !== 'ok' && outcome.kind === 'misconfigured' ? failed.get(connectionId) : undefined
      await reportOutcome({ db, now: clock.now(), random }, { supplierId, connectionId }, outcome, call)
    },
    flush: () => calls.flush(),
    close: () => calls.flush(),
  }
}

/** What a person, or the ERP's refusal of the key, has put a stop to. */
function stopOf(row: ConnectionRow, options: OpenOptions): ErpFailure | undefined {
  if (row.state === 'needs-attention' && !options.evenIfBroken) {
    return misconfigured(
      'needs-attention',
      row.stateSentence ?? 'The connection to Cin7 needs attention. Open it under Settings › Integrations.',
    )
  }
  if (row.paused && !options.evenIfPaused && !options.evenIfBroken) {
    return misconfigured('paused', 'The connection to Cin7 is paused. Resume it to go on; nothing is lost.')
  }
  return undefined
}

function obstacleOf(row: ConnectionRow, options: OpenOptions, now: Date): ErpFailure | undefined {
  const stop = stopOf(row, options)
  if (stop) return stop
  const waitMs = row.retryAt === null ? 0 : row.retryAt.getTime() - now.getTime()
  if (waitMs <= 0 || options.evenIfPaused || options.evenIfBroken) return undefined
  const sentence = row.stateSentence ?? 'Cin7 could not be reached.'
  return { ok: false, kind: 'unreachable', code: 'backing-off', sentence, waitMs }
}

function misconfigured(code: string, sentence: string): ErpFailure {
  return { ok: false, kind: 'misconfigured', code, sentence }
}

const notConnected = misconfigured(
  'not-connected',
  'Cin7 is not connected. Connect it under Settings › Integrations › Cin7 Omni.',
)

const keyReplaced: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'key-replaced',
  sentence: 'The key was replaced meanwhile. It goes on with the new one by itself.',
  waitMs: 0,
}

const keyUnreadable = {
  'master-key-missing': misconfigured(
    'key-unreadable',
    'The stored key cannot be opened, because the master key that it was encrypted with is not there. Put that master key back beside the new one, or paste the key from Cin7 again.',
  ),
  altered: misconfigured(
    'key-unreadable',
    'The stored key is damaged and cannot be opened. Paste the key from Cin7 again.',
  ),
  malformed: misconfigured(
    'key-unreadable',
    'The stored key is damaged and cannot be opened. Paste the key from Cin7 again.',
  ),
} as const
