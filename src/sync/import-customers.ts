/** What an imported customer means here: new, changed, as it was, or unusable; and how it is written when chosen. */
import {
  fillEmpty,
  type ImportedFields,
  selectForCompare,
  selectUnlinkedLike,
  upsertImported,
} from '../customers/imported-customer-store.ts'
import type { Tx } from '../db/transact.ts'
import type { ImportedCustomer } from '../erp/port.ts'
import type { ClassifiedRow } from '../imports/import-row-store.ts'
import type { LiveConnection } from '../links/live-connection.ts'
import { localIds } from '../links/link-store.ts'
import { changesBetween } from './import-changes.ts'
import type { ImportedKind } from './imported-kind.ts'

const labels = {
  name: 'Name',
  accountNumber: 'Account number',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  phone: 'Phone',
  group: 'Group',
  paymentTerms: 'Payment terms',
  onHold: 'On hold',
  isActive: 'Active',
  deliveryAddress: 'Delivery address',
  billingAddress: 'Billing address',
  customFields: 'Custom fields',
}

const LONGEST_NAME = 250

export const importedCustomers: ImportedKind<ImportedCustomer> = {
  linkKind: 'customer',
  readPage: (erp, context, page) => erp.readCustomers(context, page),
  classify: async (tx, connection, records) => {
    const wanted = records.filter((record) => isInGroups(record, connection.contactGroups))
    const links = await localIds(
      tx,
      connection.connectionId,
      'customer',
      wanted.map((record) => record.key),
    )
    const ours = await selectForCompare(tx, [...links.values()])
    const matches = await matchesOf(
      tx,
      connection.connectionId,
      wanted.filter((record) => !links.has(record.key)),
    )
    return wanted.map((record) => {
      const row = rowOf(record)
      if (record.name.length > LONGEST_NAME) {
        return {
          ...row,
          tab: 'unusable',
          name: `${record.name.slice(0, 100)}…`.toWellFormed(),
          reason: `The name has ${record.name.length} characters; at most ${LONGEST_NAME} are possible. Shorten it in Cin7 and import again.`,
        }
      }
      const local = ours.get(links.get(record.key) ?? '')
      if (!local) return { ...row, tab: 'new', ...matches.get(record.key), record }
      const changes = changesBetween(
        local,
        { ...fieldsOf(record) },
        {
          labels,
          kept: local.keptFields as readonly string[],
        },
      )
      return changes.length === 0 ? { ...row, tab: 'linked' } : { ...row, tab: 'changed', changes, record }
    })
  },
  create: (tx, rows, { at }) => upsertImported(tx, withFields(rows), at),
  update: (tx, rows, { at }) => upsertImported(tx, withFields(rows), at),
  link: (tx, rows, { at }) => fillEmpty(tx, withFields(rows), at),
}

function withFields(rows: readonly { readonly localId: string; readonly record: ImportedCustomer }[]) {
  return rows.map(({ localId, record }) => ({ ...fieldsOf(record), customerId: localId }))
}

/** Only contacts of the chosen groups are imported; no choice means all. */
function isInGroups(record: ImportedCustomer, groups: readonly string[]): boolean {
  const folded = (text: string) => text.trim().toLowerCase()
  return groups.length === 0 || groups.some((group) => folded(group) === folded(record.group ?? ''))
}

function rowOf(record: ImportedCustomer): ClassifiedRow {
  return {
    remoteKey: record.key,
    tab: 'new',
    name: record.name,
    code: record.accountNumber ?? '',
    detail: [record.group, record.email, record.isActive ? undefined : 'inactive']
      .filter(Boolean)
      .join(' · '),
    reason: null,
    changes: [],
    matchId: null,
    matchReason: null,
    record: null,
  }
}

function fieldsOf(record: ImportedCustomer): ImportedFields {
  return {
    name: record.name,
    accountNumber: record.accountNumber ?? null,
    firstName: record.firstName ?? null,
    lastName: record.lastName ?? null,
    email: record.email ?? null,
    phone: record.phone ?? record.mobile ?? null,
    group: record.group ?? null,
    paymentTerms: record.paymentTerms ?? null,
    onHold: record.onHold,
    isActive: record.isActive,
    deliveryAddress: record.deliveryAddress,
    billingAddress: record.billingAddress,
    customFields: record.customFields,
  }
}

/** Customers made by hand that a new contact may be. Only proposed: a person decides. */
async function matchesOf(
  tx: Tx,
  connectionId: LiveConnection['connectionId'],
  records: readonly ImportedCustomer[],
): Promise<Map<string, { matchId: string; matchReason: string }>> {
  const emails = records.flatMap((record) => record.email?.toLowerCase() ?? [])
  const names = records.map((record) => record.name.toLowerCase())
  const candidates = await selectUnlinkedLike(tx, connectionId, { emails, names })
  const byEmail = new Map(candidates.map((one) => [one.email?.toLowerCase(), one.customerId]))
  const byName = new Map(candidates.map((one) => [one.sortName, one.customerId]))
  const matches = new Map<string, { matchId: string; matchReason: string }>()
  for (const record of records) {
    const email = record.email === undefined ? undefined : byEmail.get(record.email.toLowerCase())
    const name = byName.get(record.name.toLowerCase())
    const matchId = email ?? name
    if (matchId === undefined) continue
    matches.set(record.key, {
      matchId,
      matchReason: email === undefined ? 'It has the same name.' : 'It has the same e-mail address.',
    })
  }
  return matches
}
