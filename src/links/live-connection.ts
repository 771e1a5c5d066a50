/** What others need to know of the supplier's live connection: its id, its price tier, its branches. Never its key. */
import type { JsonValue } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

export interface KnownTier {
  readonly key: string
  readonly label: string
  readonly isDefault: boolean
}

export interface KnownBranch {
  readonly key: string
  readonly name: string
  readonly isActive: boolean
}

export interface LiveConnection {
  readonly connectionId: string
  readonly state: 'connected' | 'needs-attention'
  readonly stateSentence: string | null
  /** While Cin7 is in trouble: when it is tried again, and not before. */
  readonly retryAt: Date | null
  readonly paused: boolean
  readonly tiers: readonly KnownTier[]
  /** The tier that prices come from: the chosen one, or the account's default; undefined when the account's tiers are unknown. */
  readonly tier: { readonly key: string; readonly label: string } | undefined
  readonly branches: readonly KnownBranch[]
  /** Groups whose contacts are imported; empty: all. */
  readonly contactGroups: readonly string[]
}

/** The supplier's one connection that is not disconnected. */
export async function liveConnection(tx: Tx): Promise<LiveConnection | undefined> {
  const row = await tx
    .selectFrom('connections')
    .select([
      'connectionId',
      'state',
      'stateSentence',
      'retryAt',
      'paused',
      'priceTier',
      'priceTiers',
      'branches',
      'contactGroups',
    ])
    .where('state', '<>', 'disconnected')
    .executeTakeFirst()
  if (!row || row.state === 'disconnected') return undefined
  const tiers = listOf<KnownTier>(row.priceTiers)
  const key = row.priceTier ?? tiers.find((tier) => tier.isDefault)?.key
  return {
    connectionId: row.connectionId,
    state: row.state,
    stateSentence: row.stateSentence,
    retryAt: row.retryAt,
    paused: row.paused,
    tiers,
    tier:
      key === undefined ? undefined : { key, label: tiers.find((tier) => tier.key === key)?.label ?? key },
    branches: listOf<KnownBranch>(row.branches),
    contactGroups: listOf<string>(row.contactGroups),
  }
}

/** Only this product writes these columns, always as lists of the type named. */
function listOf<T>(value: JsonValue): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : []
}
