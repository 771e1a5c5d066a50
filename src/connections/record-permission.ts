/** What real work proved about a permission: `proven` after a success, `not-ticked` after the ERP said no. Never a guess. */
import { z } from 'zod'
import { permissionLine } from '../contract/connection.ts'
import type { Tx } from '../db/transact.ts'
import type { PermissionLine } from '../erp/port.ts'
import { connectionById, type ConnectionKey, lockConnection, putPermissions } from './connection-store.ts'

export const permissionLines = z.array(permissionLine)

const proofs = {
  create: 'The first one was made, so the box is ticked.',
  read: 'It was read, so the box is ticked.',
} as const

/**
 * Notes a proof on the connection's permission lines. Cheap when the line says so already, so it may be called after every
 * success. `sentence` is the failure's own for `not-ticked`.
 */
export async function recordPermission(
  tx: Tx,
  proof: ConnectionKey & {
    readonly resource: string
    readonly verb: PermissionLine['verb']
    readonly state: 'proven' | 'not-ticked'
    readonly sentence?: string | undefined
  },
): Promise<void> {
  const key = { supplierId: proof.supplierId, connectionId: proof.connectionId }
  const seen = await connectionById(tx, key)
  if (!seen || seen.state === 'disconnected' || says(permissionLines.parse(seen.permissions), proof)) return
  const row = await lockConnection(tx, key)
  if (!row) return
  const lines = permissionLines.parse(row.permissions)
  const line: PermissionLine = {
    resource: proof.resource,
    verb: proof.verb,
    // What was read is allowed, as a check says it; only what was made is proven by doing.
    state: proof.state === 'proven' && proof.verb === 'read' ? 'allowed' : proof.state,
    sentence: proof.sentence ?? (proof.state === 'proven' ? proofs[proof.verb] : 'The ERP said no.'),
  }
  const index = lines.findIndex((one) => one.resource === line.resource && one.verb === line.verb)
  await putPermissions(tx, key, index < 0 ? [...lines, line] : lines.with(index, line))
}

function says(
  lines: readonly PermissionLine[],
  proof: { readonly resource: string; readonly verb: string; readonly state: 'proven' | 'not-ticked' },
): boolean {
  const line = lines.find((one) => one.resource === proof.resource && one.verb === proof.verb)
  return (
    line?.state === proof.state ||
    (proof.verb === 'read' && proof.state === 'proven' && line?.state === 'allowed')
  )
}

/** The lines of a new check, with what was proven by doing under the same key kept. */
export function keepProven(
  checked: readonly PermissionLine[],
  before: readonly PermissionLine[],
): readonly PermissionLine[] {
  return checked.map((line) => {
    if (line.state !== 'not-yet-proven') return line
    const old = before.find((one) => one.resource === line.resource && one.verb === line.verb)
    return old?.state === 'proven' ? old : line
  })
}
