/** Reads customers out of Cin7: contacts of type Customer, page by page or by what a person typed. One bad row spoils nothing. */
import type { ErpContext, ErpResult, ImportedCustomer, ImportPage } from '../port.ts'
import type { Omni } from './client.ts'
import { readList } from './lists.ts'
import { toImportedCustomer } from './mapping/contact.ts'
import { PageRows } from './page-rows.ts'
import { beginningThatFits, contains, queryString } from './where.ts'
import { omniContact, readRow } from './wire.ts'

const onlyCustomers = "type='Customer'"

/** Rows of a search, for people. */
const searchRows = 20

export async function readCustomers(
  omni: Omni,
  context: ErpContext,
  page: number,
): Promise<ErpResult<ImportPage<ImportedCustomer>>> {
  const list = await readList(omni.client, context, 'Contacts', {
    page,
    rows: omni.settings.pageSize,
    order: 'id ASC',
    where: onlyCustomers,
  })
  return list.ok ? { ok: true, value: customersOf(list.value).page(list.value.length > 0) } : list
}

export async function searchCustomers(
  omni: Omni,
  context: ErpContext,
  text: string,
): Promise<ErpResult<readonly ImportedCustomer[]>> {
  const typed = text.trim()
  if (typed === '') return { ok: true, value: [] }
  const query = (part: string) => {
    const words = ['company', 'firstName', 'lastName', 'email', 'accountNumber'].map((field) =>
      contains(field, part),
    )
    const conditions = /^[1-9]\d{0,14}$/.test(part) ? [`id=${part}`, ...words] : words
    return {
      rows: searchRows,
      order: 'id ASC',
      // AND binds before OR, so the type is repeated instead of relying on parentheses (live x1 only).
      where: conditions.map((condition) => `${onlyCustomers} AND ${condition}`).join(' OR '),
    }
  }
  const part = beginningThatFits(typed, omni.settings.maxQueryChars, (some) => queryString(query(some)))
  const list = await readList(omni.client, context, 'Contacts', query(part))
  return list.ok ? { ok: true, value: customersOf(list.value).rows.slice(0, searchRows) } : list
}

function customersOf(list: readonly unknown[]): PageRows<ImportedCustomer> {
  const found = new PageRows<ImportedCustomer>()
  for (const seen of list) {
    const row = readRow(omniContact, seen)
    if (!row.ok) {
      found.refuseUnreadable(seen, 'contact', row.reason)
      continue
    }
    const read = toImportedCustomer(row.row)
    if (read.kind === 'customer') found.add(read.customer, read.customer.name)
    if (read.kind === 'unusable')
      found.refuse({ key: String(row.row.id), label: read.label, reason: read.reason })
  }
  return found
}
