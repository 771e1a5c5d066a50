/** Reads what belongs to the account as a whole: its price tiers and branches. */
import type { Branch, ErpContext, ErpResult, PriceTier } from '../port.ts'
import type { Omni } from './client.ts'
import { readList } from './lists.ts'
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

export async function listBranches(omni: Omni, context: ErpContext): Promise<ErpResult<readonly Branch[]>> {
  const branches: Branch[] = []
  for (let page = 1; ; page += 1) {
    const list = await readList(omni.client, context, 'Branches', {
      page,
      rows: omni.settings.pageSize,
      order: 'id ASC',
    })
    if (!list.ok) return list
    for (const branch of readable(list.value, omniBranch)) {
      // A branch's name is its `company` (live).
      const name = branch.company ?? `Branch ${branch.id}`
      branches.push({ key: String(branch.id), name, isActive: branch.isActive !== false })
    }
    // A short page ends here: no account has hundreds of branches, and a call saved counts more.
    if (list.value.length < omni.settings.pageSize) return { ok: true, value: branches }
  }
}
