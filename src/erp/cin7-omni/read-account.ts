/** Reads what belongs to the account as a whole: its price tiers and branches. */
import type { Branch, ErpContext, ErpResult, PriceTier } from '../port.ts'
import type { Omni } from './client.ts'
import { readAll, readList } from './lists.ts'
import { readable } from './page-rows.ts'
import { tiersSeen } from './price-tiers.ts'
import { omniBranch, omniProductOption } from './wire.ts'

/** No resource lists the tiers, so they are taken from a page of options (live: every option names all columns). */
export async function listPriceTiers(
  omni: Omni,
  context: ErpContext,
): Promise<ErpResult<readonly PriceTier[]>> {
  const list = await readList(omni.client, context, 'ProductOptions', {
    rows: omni.settings.pageSize,
    order: 'id ASC',
  })
  return list.ok ? { ok: true, value: tiersSeen(readable(list.value, omniProductOption)) } : list
}

export async function listBranches(
  { client, settings }: Omni,
  context: ErpContext,
): Promise<ErpResult<readonly Branch[]>> {
  const list = await readAll(client, context, 'Branches', { order: 'id ASC' }, settings)
  if (!list.ok) return list
  const branches = readable(list.value, omniBranch).map((branch) => ({
    key: String(branch.id),
    // A branch's name is its `company` (live).
    name: branch.company ?? `Branch ${branch.id}`,
    isActive: branch.isActive !== false,
  }))
  return { ok: true, value: branches }
}
