/** Another price tier was chosen: every product that follows the ERP gets its price in that tier. Prices set here stay. */
import type { Tx } from '../db/transact.ts'
import { updatePricesToTier } from './product-store.ts'

/** To be called in the transaction that stores the choice. Returns how many prices changed. */
export async function followPriceTier(tx: Tx, tierKey: string, at: Date): Promise<number> {
  return updatePricesToTier(tx, tierKey, at)
}
