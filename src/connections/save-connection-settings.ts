/** Price tier, contact groups and custom field mapping. A new price tier gives every product that follows Cin7 its price. */
import type { ConnectionView, MappingRule } from '../contract/connection.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { transact } from '../db/transact.ts'
import { notConnected } from './check-connection.ts'
import type { ByWhom, ConnectDeps } from './connect.ts'
import { connectionById, type ConnectionRow, liveConnection, putSettings } from './connection-store.ts'
import { connectionView, priceTiers } from './connection-view.ts'
import { repriceFromTier } from './settings-store.ts'

export interface ConnectionSettings {
  readonly revision: number
  readonly priceTier?: string | undefined
  readonly contactGroups?: readonly string[] | undefined
  readonly customFieldMapping?: readonly MappingRule[] | undefined
}

export async function saveConnectionSettings(
  deps: Pick<ConnectDeps, 'db' | 'clock' | 'erp'>,
  { supplierId }: ByWhom,
  input: ConnectionSettings,
): Promise<ConnectionView | Refusal<'not-connected' | 'revision-stale' | 'price-tier-unknown'>> {
  return transact(deps.db, { supplierId }, async (tx) => {
    const row = await liveConnection(tx, supplierId)
    if (!row) return notConnected
    if (row.revision !== input.revision) return stale(row.revision)
    const isTierNew = input.priceTier !== undefined && input.priceTier !== row.priceTier
    if (isTierNew && !tierKeys(row).includes(input.priceTier)) return tierUnknown(row, input.priceTier)
    const key = { supplierId, connectionId: row.connectionId }
    const settings = {
      ...input,
      contactGroups: input.contactGroups && [...new Set(input.contactGroups)],
    }
    if (!(await putSettings(tx, key, input.revision, settings))) return stale(row.revision + 1)
    if (isTierNew) await repriceFromTier(tx, supplierId, input.priceTier, deps.clock.now())
    const saved = await connectionById(tx, key)
    return saved ? connectionView(tx, saved, deps.erp) : notConnected
  })
}

function tierKeys(row: ConnectionRow): string[] {
  return priceTiers.parse(row.priceTiers).map((tier) => tier.key)
}

function stale(current: number): Refusal<'revision-stale'> {
  return refuse(
    'revision-stale',
    'Someone saved these settings after you opened them. Look at what is there now, and save again.',
    { facts: { revision: current } },
  )
}

function tierUnknown(row: ConnectionRow, seen: string): Refusal<'price-tier-unknown'> {
  const known = priceTiers.parse(row.priceTiers).map((tier) => tier.label)
  const sentence =
    known.length === 0
      ? 'The price tiers of the Cin7 account are not known yet. Check the connection first.'
      : `There is no price tier “${seen}” in the Cin7 account. There is ${known.join(', ')}.`
  return refuse('price-tier-unknown', sentence, { fields: [{ path: 'priceTier', message: sentence }] })
}
