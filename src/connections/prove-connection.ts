/** Asks the ERP all that a connection rests on: permissions, price tiers, branches. It stores nothing. */
import type { Branch, Erp, ErpContext, ErpResult, PermissionLine, PriceTier } from '../erp/port.ts'
import type { Proven } from './connection-store.ts'

export interface Before {
  readonly permissions: readonly PermissionLine[]
  readonly priceTiers: readonly PriceTier[]
  readonly branches: readonly Branch[]
}

const nothingBefore: Before = { permissions: [], priceTiers: [], branches: [] }

/** What was proven, with the tiers and branches known before where a missing box keeps them from being read. */
export async function proveConnection(
  { erp, context, before = nothingBefore }: { erp: Erp; context: ErpContext; before?: Before | undefined },
  now: () => Date,
): Promise<ErpResult<Proven>> {
  const permissions = await erp.checkPermissions(context)
  if (!permissions.ok) return permissions
  const read = permissions.value.filter((line) => line.verb === 'read')
  const unreached = read.find((line) => line.state === 'unreachable')
  if (unreached && read.every((line) => line.state === 'unreachable')) {
    return { ok: false, kind: 'unreachable', code: 'no-connection', sentence: unreached.sentence }
  }
  const priceTiers = orBefore(await erp.listPriceTiers(context), before.priceTiers)
  if (!priceTiers.ok) return priceTiers
  const branches = orBefore(await erp.listBranches(context), before.branches)
  if (!branches.ok) return branches
  return {
    ok: true,
    value: {
      permissions: permissions.value,
      priceTiers: priceTiers.value,
      branches: branches.value,
      at: now(),
    },
  }
}

function orBefore<T>(result: ErpResult<readonly T[]>, before: readonly T[]): ErpResult<readonly T[]> {
  if (!result.ok && result.code === 'permission-missing') return { ok: true, value: before }
  // None seen is no news that there are none: the lists are read from a sample.
  return result.ok && result.value.length === 0 ? { ok: true, value: before } : result
}
