/** A connection as people and programs see it. It is built field by field, so that the key can never come along. */
import { z } from 'zod'
import { type ConnectionView, mappingRule } from '../contract/connection.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Db, read, type Tx } from '../db/transact.ts'
import { type ConnectionRow, shownConnection } from './connection-store.ts'
import { groupsSeen } from './settings-store.ts'
import type { ErpDoor } from './erp-door.ts'
import { permissionLines } from './record-permission.ts'

export const priceTiers = z.array(
  z.object({ key: z.string(), label: z.string(), isDefault: z.boolean().default(false) }),
)
export const branchList = z.array(z.object({ key: z.string(), name: z.string(), isActive: z.boolean() }))
export const mappingRules = z.array(mappingRule)
const names = z.array(z.string())

export async function connectionView(
  tx: Tx,
  row: ConnectionRow,
  door: Pick<ErpDoor, 'address'>,
): Promise<ConnectionView> {
  return {
    connectionId: row.connectionId,
    adapter: row.adapter,
    address: door.address,
    username: row.username,
    state: row.state,
    stateCode: row.stateCode,
    stateSentence: row.stateSentence,
    stateSince: row.stateSince.toISOString(),
    paused: row.paused,
    retryAt: row.retryAt?.toISOString() ?? null,
    permissions: permissionLines.parse(row.permissions),
    checkedAt: row.checkedAt?.toISOString() ?? null,
    priceTiers: priceTiers.parse(row.priceTiers).map(({ key, label }) => ({ key, label })),
    branches: branchList.parse(row.branches),
    priceTier: row.priceTier,
    contactGroups: names.parse(row.contactGroups),
    knownGroups: await groupsSeen(tx, row.supplierId as SupplierId),
    customFieldMapping: mappingRules.parse(row.customFieldMapping),
    revision: row.revision,
  }
}

/** The supplier's connection, the live one or the one used last, or null when there has been none. */
export async function showConnection(
  { db, erp }: { readonly db: Db; readonly erp: Pick<ErpDoor, 'address'> },
  actor: { readonly supplierId: SupplierId },
): Promise<{ address: string; connection: ConnectionView | null }> {
  return read(db, { supplierId: actor.supplierId }, async (tx) => {
    const row = await shownConnection(tx, actor.supplierId)
    return { address: erp.address, connection: row ? await connectionView(tx, row, erp) : null }
  })
}
