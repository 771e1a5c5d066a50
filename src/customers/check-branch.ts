/** A branch value must be one that the connected ERP account has; without a connection it cannot be told and is taken as it is. */
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Tx } from '../db/transact.ts'
import { liveConnection } from '../links/live-connection.ts'

export async function checkBranch(
  tx: Tx,
  branchKey: string | null | undefined,
): Promise<Refusal<'branch-unknown'> | undefined> {
  if (branchKey === null || branchKey === undefined) return undefined
  const branches = (await liveConnection(tx))?.branches ?? []
  if (branches.length === 0 || branches.some((branch) => branch.key === branchKey)) return undefined
  return refuse(
    'branch-unknown',
    `Cin7 has no branch ${branchKey}. Choose one of ${branches.map((branch) => `${branch.name} (${branch.key})`).join(', ')}, or none.`,
    { fields: [{ path: 'branchKey', message: 'Choose a branch that Cin7 has, or none.' }] },
  )
}
