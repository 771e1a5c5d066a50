// Who is at the desk and what they may do, for every page below the desk's layout.
import { createContext, useContext } from 'react'
import { useTranslations } from 'use-intl'
import type { SessionView } from '../../src/contract/session.ts'
import type { Permission } from '../../src/rules/permissions.ts'

export type Desk = {
  person: NonNullable<SessionView['person']>
  supplier: NonNullable<SessionView['supplier']>
}

export const DeskContext = createContext<Desk | null>(null)

/** The person and the supplier (name, currency, time zone, role). */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('useDesk needs the desk layout above it')
  return desk
}

/** `disabledReason={mayNot('products.write')}`: why this person may not; null when they may. */
export function useMayNot(): (permission: Permission) => string | null {
  const t = useTranslations('desk')
  const { supplier } = useDesk()
  return (permission) => {
    if (supplier.permissions.includes(permission)) return null
    return supplier.role === 'staff' ? t('mayNotStaff') : t('mayNot')
  }
}
