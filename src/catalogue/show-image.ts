/** The bytes of one kept picture, for its supplier alone. */
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read } from '../db/transact.ts'
import { imageWidths } from './image-addresses.ts'
import { selectImageFile } from './image-store.ts'

export async function showImage(
  deps: { readonly db: Db },
  actor: { readonly supplierId: SupplierId },
  /** As in the address: `<sha256>/<width>.webp`. */
  { sha256, file }: { readonly sha256: string; readonly file: string },
): Promise<Buffer | Refusal<'not-found'>> {
  const width = imageWidths.find((one) => file === `${one}.webp`)
  const bytes =
    width === undefined || !/^[0-9a-f]{64}$/.test(sha256)
      ? undefined
      : await read(deps.db, { supplierId: actor.supplierId }, (tx) => selectImageFile(tx, { sha256, width }))
  return bytes ?? refuse('not-found', 'There is no such picture.')
}
