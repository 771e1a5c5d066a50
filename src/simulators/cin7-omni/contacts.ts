// Contacts: type required, company or first name required, e-mail unique.

import { claimedByAnother, duplicateSentence } from './batch.ts'
import type { Prepared, WriteContext } from './batch.ts'
import { customFieldsOf } from './custom-fields.ts'
import { BadRequest } from './list-query.ts'
import type { ContactRow, Row } from './rows.ts'
import { textOf } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

function emailTaken(context: WriteContext, email: string, ownId: number): string | null {
  const { account } = context
  const taken =
    claimedByAnother(context, `email:${email.toLowerCase()}`, ownId) ||
    account.contacts.by('email', email).some((contact) => contact.id !== ownId)
  if (!taken || account.switches.duplicateEmail === 'accept') return null
  // The text is a guess.
  const sentence = duplicateSentence(account, `A contact with the email '${email}' already exists.`)
  if (account.switches.duplicateEmail === 'badRequest') throw new BadRequest(sentence)
  return sentence
}

function problems(record: Sent, row: Sent, context: WriteContext, ownId: number): string[] {
  const errors: string[] = []
  const typeOptional = ownId !== 0 && context.account.switches.contactPutType === 'optional'
  if (!record['type'] && !typeOptional) errors.push('The Type field is required.')
  if (!row['company'] && !row['firstName']) errors.push('Company or FirstName is required.')
  const email = textOf(record['email']).trim()
  const taken = email === '' ? null : emailTaken(context, email, ownId)
  if (taken !== null) errors.push(taken)
  return errors
}

/** Sub-contacts are added through PUT and get their ids then (spec and live); one with a known id is changed. */
function mergeSecondary(context: WriteContext, sent: Sent[], old: Row[]): Row[] {
  const merged = [...old]
  for (const one of sent) {
    const at = merged.findIndex((row) => row.id === Number(one['id'] ?? 0))
    const existing = merged[at]
    if (existing) merged[at] = { ...existing, ...one, id: existing.id }
    else merged.push({ ...one, id: context.account.nextLineId() })
  }
  return merged
}

function stored(context: WriteContext, record: Sent, old: ContactRow | undefined, id: number): ContactRow {
  const { account } = context
  const at = account.nowWire()
  const row: ContactRow = {
    type: 'Customer',
    isActive: true,
    createdDate: at,
    billingId: 0,
    balanceOwing: 0,
    onHold: false,
    ...old,
    ...record,
    id,
    modifiedDate: at,
    customFields: customFieldsOf(account, 'members', record, old),
  }
  if (Array.isArray(record['secondaryContacts'])) {
    row['secondaryContacts'] = mergeSecondary(
      context,
      record['secondaryContacts'] as Sent[],
      (old?.['secondaryContacts'] as Row[] | undefined) ?? [],
    )
  }
  account.contacts.put(row)
  account.changed('data')
  return row
}

export function createContact(record: Sent, context: WriteContext): Prepared {
  const errors = problems(record, record, context, 0)
  if (errors.length > 0) return { errors }
  return {
    store: () => {
      const row = stored(context, record, undefined, context.account.contacts.highestId + 1)
      // code of a contact result is the e-mail (one live portal matches by it).
      return { id: row.id, code: row.email ?? '' }
    },
  }
}

export function updateContact(record: Sent, context: WriteContext): Prepared {
  const id = Number(record['id'] ?? 0)
  const old = context.account.contacts.get(id)
  if (!old) return { errors: [`The contact with id ${id} could not be found.`] }
  const errors = problems(record, { ...old, ...record }, context, id)
  if (errors.length > 0) return { errors }
  return {
    store: () => {
      const row = stored(context, record, context.account.contacts.get(id), id)
      return { id, code: row.email ?? '' }
    },
  }
}
