// Custom fields: an object of keys that the account has. Keys it does not have are dropped (guess), a null leaves the old value.

import type { Account } from './account.ts'
import { textOf } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

/** Every key of the account with its value after the write; values are texts (live), and '' clears. */
export function customFieldsOf(
  account: Account,
  kind: keyof Account['settings']['customFields'],
  sent: Sent,
  old: Sent | undefined,
): Sent {
  const known = account.settings.customFields[kind]
  const values: Sent = Object.fromEntries(known.map((name) => [name, null]))
  Object.assign(values, old?.['customFields'])
  const posted =
    account.switches.customFieldsOnPost === 'stored' ? (sent['customFields'] as Sent | undefined) : undefined
  for (const [name, value] of Object.entries(posted ?? {})) {
    // Contacts' keys are members_ here, whatever prefix reads show.
    const plain = kind === 'members' ? name.toLowerCase().replace(/^(contacts|members)_/, 'members_') : name
    const key = known.find((one) => one.toLowerCase() === plain.toLowerCase())
    if (key && value !== null) values[key] = typeof value === 'object' ? JSON.stringify(value) : textOf(value)
  }
  return values
}
