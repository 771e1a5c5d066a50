/** Stops and restarts the traffic of a connection by hand. What waits stays waiting; nothing is lost. */
import type { ConnectionView } from '../contract/connection.ts'
import type { Refusal } from '../core/refusal.ts'
import { transact } from '../db/transact.ts'
import { notConnected } from './check-connection.ts'
import type { ByWhom, ConnectDeps } from './connect.ts'
import { connectionById, liveConnection, putPaused } from './connection-store.ts'
import { connectionView } from './connection-view.ts'
import { wakeWaiting } from './wake-waiting.ts'

type Answer = Promise<ConnectionView | Refusal<'not-connected'>>

export function pauseConnection(deps: ConnectDeps, actor: ByWhom): Answer {
  return setPaused(deps, actor, true)
}

/** Goes on, at once with all that waited. */
export function resumeConnection(deps: ConnectDeps, actor: ByWhom): Answer {
  return setPaused(deps, actor, false)
}

async function setPaused(deps: ConnectDeps, { supplierId }: ByWhom, paused: boolean): Answer {
  return transact(deps.db, { supplierId }, async (tx) => {
    const live = await liveConnection(tx, supplierId)
    if (!live) return notConnected
    const key = { supplierId, connectionId: live.connectionId }
    await putPaused(tx, key, paused)
    if (!paused) await wakeWaiting({ tx, jobs: deps.jobs }, key, deps.clock.now())
    const row = await connectionById(tx, key)
    return row ? connectionView(tx, row, deps.erp) : notConnected
  })
}
