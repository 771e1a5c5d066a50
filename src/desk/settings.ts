/** The supplier's settings: shown, and changed at the revision that was seen. */
import type { AnswerIn, BodyOf } from '../contract/endpoint.ts'
import type { getSupplier, saveSupplier } from '../contract/desk.ts'
import { decimal, formatShort } from '../core/decimal.ts'
import type { SupplierId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, read, transact } from '../db/transact.ts'
import { isTimeZone } from '../rules/region-rules.ts'
import { type SupplierRow, changeSupplier, supplierRow } from './desk-store.ts'

type SupplierView = AnswerIn<typeof getSupplier>

export async function showSettings(
  { db }: { readonly db: Db },
  supplierId: SupplierId,
): Promise<SupplierView> {
  return read(db, { supplierId }, async (tx) => viewOf(await supplierRow(tx, supplierId)))
}

export async function saveSettings(
  { db }: { readonly db: Db },
  { supplierId, body }: { readonly supplierId: SupplierId; readonly body: BodyOf<typeof saveSupplier> },
): Promise<SupplierView | Refusal<'revision-stale' | 'time-zone-unknown'>> {
  const { revision, ...set } = body
  if (set.timeZone !== undefined && !isTimeZone(set.timeZone)) {
    const sentence = `"${set.timeZone}" is not a time zone that is known here. Choose one such as Pacific/Auckland.`
    return refuse('time-zone-unknown', sentence, { fields: [{ path: 'timeZone', message: sentence }] })
  }
  return transact(db, { supplierId }, async (tx) => {
    const changed = await changeSupplier(tx, { supplierId, revision, set: given(set) })
    if (changed) return viewOf(changed)
    const { settingsRevision } = await supplierRow(tx, supplierId)
    return refuse(
      'revision-stale',
      'Somebody else changed the settings in the meantime. Load them again, then make your change.',
      { facts: { revision: settingsRevision } },
    )
  })
}

/** Only what was given: a field left out must not become null. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function viewOf(row: SupplierRow): SupplierView {
  return {
    supplierId: row.supplierId,
    name: row.name,
    country: row.country,
    currency: row.currency,
    timeZone: row.timeZone,
    orderPrefix: row.orderPrefix,
    taxTreatment: row.taxTreatment,
    taxRate: formatShort(decimal(row.taxRate)),
    taxRounding: row.taxRounding,
    freightDescription: row.freightDescription,
    internalCommentTemplate: row.internalCommentTemplate,
    revision: row.settingsRevision,
    createdAt: row.createdAt.toISOString(),
  }
}
