/**
 * Connects a supplier to its ERP account, or gives a live connection of the same account a new key. Nothing is stored before
 * the ERP has accepted the key; links and history of an account that was connected before are taken up again.
 */
import type { ConnectionView } from '../contract/connection.ts'
import type { Clock } from '../core/clock.ts'
import { newId, type SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read, transact, type Tx } from '../db/transact.ts'
import { closeEntriesOf } from '../inbox/inbox-store.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { rowOf } from './call-log.ts'
import { addCalls, putFirstCalls, openBudget } from './call-store.ts'
import {
  type ConnectionKey,
  type ConnectionRow,
  connectionById,
  connectionOfAccount,
  liveConnection,
  lockSupplier,
  type Proven,
  putConnected,
} from './connection-store.ts'
import { branchList, connectionView, priceTiers } from './connection-view.ts'
import { repriceFromTier } from './settings-store.ts'
import { wakeWaiting } from './wake-waiting.ts'
import type { ErpDoor, TriedErp } from './erp-door.ts'
import { type ProofRefusal, refusalOfProof } from './erp-refusal.ts'
import { proveConnection } from './prove-connection.ts'
import { permissionLines } from './record-permission.ts'

export interface ConnectDeps {
  readonly db: Db
  readonly clock: Clock
  readonly jobs: JobQueue
  readonly erp: ErpDoor
}

/** Who does it, for whom; the name is shown where it is recorded. */
export interface ByWhom {
  readonly supplierId: SupplierId
  readonly name: string
}

export type ConnectRefusal = ProofRefusal | Refusal<'other-account-connected'>

export async function connect(
  deps: ConnectDeps,
  actor: ByWhom,
  input: { readonly username: string; readonly key: string },
  signal?: AbortSignal,
): Promise<ConnectionView | ConnectRefusal> {
  const { supplierId } = actor
  const adapter = deps.erp.tryCredentials(supplierId, input).erp.adapter
  const account = { adapter, username: input.username }
  const before = await read(deps.db, { supplierId }, (tx) => standing(tx, supplierId, account))
  if (before.other) return otherAccount(before.other)
  const tried = deps.erp.tryCredentials(
    supplierId,
    { ...input, connectionId: before.same?.connectionId },
    signal,
  )
  const proof = await proveConnection(
    { erp: tried.erp, context: tried.context, before: before.same && knownOf(before.same) },
    () => deps.clock.now(),
  )
  if (!proof.ok) return refusalOfProof(proof)
  return transact(deps.db, { supplierId }, async (tx) => {
    await lockSupplier(tx, supplierId)
    const { same, other } = await standing(tx, supplierId, account)
    if (other) return otherAccount(other)
    const key = { supplierId, connectionId: same?.connectionId ?? newId() }
    await store(tx, key, { tried, same, adapter, username: input.username, proven: proof.value })
    await catchUp({ tx, jobs: deps.jobs }, key, { by: actor.name, at: proof.value.at })
    const row = await connectionById(tx, key)
    if (!row) throw new Error('The connection that was just stored is not there.')
    return connectionView(tx, row, deps.erp)
  })
}

interface Standing {
  /** The connection of this account, live or not. */
  readonly same: ConnectionRow | undefined
  /** A live connection of another account. */
  readonly other: ConnectionRow | undefined
}

async function standing(
  tx: Tx,
  supplierId: SupplierId,
  account: { readonly adapter: string; readonly username: string },
): Promise<Standing> {
  const same = await connectionOfAccount(tx, supplierId, account)
  const live = await liveConnection(tx, supplierId)
  return { same, other: live && live.connectionId !== same?.connectionId ? live : undefined }
}

async function store(
  tx: Tx,
  key: ConnectionKey,
  it: {
    readonly tried: TriedErp
    readonly same: ConnectionRow | undefined
    readonly adapter: string
    readonly username: string
    readonly proven: Proven
  },
): Promise<void> {
  const tiers = it.proven.priceTiers
  const chosen = it.same?.priceTier ?? null
  const priceTier = chosen ?? (tiers.find((tier) => tier.isDefault) ?? tiers[1] ?? tiers[0])?.key ?? null
  await putConnected(tx, {
    ...key,
    adapter: it.adapter,
    username: it.username,
    keyEnvelope: it.tried.sealKey(key.connectionId),
    priceTier,
    proven: it.proven,
  })
  if (chosen === null && priceTier !== null)
    await repriceFromTier(tx, key.supplierId, priceTier, it.proven.at)
  const made = it.tried.callsMade()
  if (made.length > 0)
    await putFirstCalls(
      tx,
      key,
      made.map((call) => new Date(call.at.getTime() + call.durationMs)),
    )
  await addCalls(
    tx,
    made.map((call) => rowOf(key, call)),
  )
}

/** Sets all going that waited for the connection, and closes what the inbox says of it. */
export async function catchUp(
  { tx, jobs }: { readonly tx: Tx; readonly jobs: JobQueue },
  key: ConnectionKey,
  cured: { readonly by: string; readonly at: Date },
): Promise<void> {
  const { supplierId, connectionId } = key
  await openBudget(tx, key)
  await closeEntriesOf(
    tx,
    { supplierId, kind: 'connection', id: connectionId },
    { by: cured.by, reason: 'The connection works.', at: cured.at },
  )
  await wakeWaiting({ tx, jobs }, key, cured.at)
}

/** What an earlier check found. */
export function knownOf(row: ConnectionRow) {
  return {
    permissions: permissionLines.parse(row.permissions),
    priceTiers: priceTiers.parse(row.priceTiers),
    branches: branchList.parse(row.branches),
  }
}

function otherAccount(live: ConnectionRow): Refusal<'other-account-connected'> {
  return refuse(
    'other-account-connected',
    `The Cin7 account “${live.username}” is connected. Disconnect it first; its links and history stay for when you connect it again.`,
    { facts: { username: live.username } },
  )
}
