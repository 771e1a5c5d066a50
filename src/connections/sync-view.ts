/** What the sync page shows: the budget, the loops, what waits, and the latest calls. It only reads. */
import type { z } from 'zod'
import type { callView, getCall, getSync } from '../contract/connection.ts'
import type { AnswerIn } from '../contract/endpoint.ts'
import type { Clock } from '../core/clock.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read, type Tx } from '../db/transact.ts'
import { budgetOf, callById, type CallRow, latestCalls, loopsOf, pushesUnderWay } from './call-store.ts'
import type { ByWhom } from './connect.ts'
import { type ConnectionKey, shownConnection } from './connection-store.ts'
import { connectionView } from './connection-view.ts'
import type { ErpDoor } from './erp-door.ts'

export type SyncView = AnswerIn<typeof getSync>

const shownCalls = 100

interface Deps {
  readonly db: Db
  readonly clock: Clock
  readonly erp: Pick<ErpDoor, 'address' | 'limits'>
}

export async function showSync(deps: Deps, { supplierId }: Pick<ByWhom, 'supplierId'>): Promise<SyncView> {
  return read(deps.db, { supplierId }, async (tx) => {
    const row = await shownConnection(tx, supplierId)
    const key = row && { supplierId, connectionId: row.connectionId }
    return {
      connection: row ? await connectionView(tx, row, deps.erp) : null,
      budget: await budgetView(tx, key, deps),
      loops: key ? await loopViews(tx, key) : [],
      waiting: await pushesUnderWay(tx, supplierId),
      calls: key ? (await latestCalls(tx, key, shownCalls)).map(viewOf) : [],
    }
  })
}

async function budgetView(
  tx: Tx,
  key: ConnectionKey | undefined,
  { clock, erp }: Deps,
): Promise<SyncView['budget']> {
  const row = key && (await budgetOf(tx, key))
  const now = clock.now()
  const today = now.toISOString().slice(0, 10)
  // The row turns to the new day with its first call.
  const isToday = row?.day === today
  const closedUntil = row?.closedUntil && row.closedUntil > now ? row.closedUntil.toISOString() : null
  return {
    ...erp.limits,
    usedToday: isToday ? row.used : 0,
    usedBy: isToday ? (row.usedBy as Record<string, number>) : {},
    resetsAt: new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString(),
    closedUntil,
  }
}

async function loopViews(tx: Tx, key: ConnectionKey): Promise<SyncView['loops']> {
  const rows = await loopsOf(tx, key)
  return (['pushes', 'dispatches', 'refresh'] as const).map((loop) => {
    const row = rows.find((one) => one.loop === loop)
    return {
      loop,
      lastEndedAt: row?.lastEndedAt?.toISOString() ?? null,
      lastOutcome: row?.lastOutcome ?? null,
      lastSentence: row?.lastSentence ?? null,
      nextAt: row?.nextAt?.toISOString() ?? null,
    }
  })
}

function viewOf(row: Omit<CallRow, 'request' | 'response'>): z.input<typeof callView> {
  return {
    callId: row.callId,
    at: row.at.toISOString(),
    purpose: row.purpose,
    method: row.method,
    path: row.path,
    status: row.status,
    outcome: row.outcome,
    durationMs: row.durationMs,
  }
}

/** One call with what was sent and answered, secrets removed. */
export async function showCall(
  deps: Pick<Deps, 'db'>,
  { supplierId }: Pick<ByWhom, 'supplierId'>,
  callId: string,
): Promise<AnswerIn<typeof getCall> | Refusal<'not-found'>> {
  const row = await read(deps.db, { supplierId }, (tx) => callById(tx, supplierId, callId))
  if (!row) return refuse('not-found', 'This call is not kept any more. The newest 500 of a connection are.')
  return { ...viewOf(row), request: row.request, response: row.response }
}
