// What was typed into the field that adds a line and is no line yet: an order that is stored without it would be short of
// what the person meant.
import type { RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { toast } from '../../kit/toasts.ts'

/** Whether something is unfinished in the field; goes there and says so. Ask it before the order is stored or approved. */
export function useUnfinishedEntry(field: RefObject<HTMLInputElement | null>): () => boolean {
  const t = useTranslations('order')
  return () => {
    const input = field.current
    if (input === null) return false
    const query = input.value.trim()
    const isLookedUp = input.ariaBusy === 'true'
    if (query === '' && !isLookedUp) return false
    toast.note(isLookedUp ? t('addPending') : t('addUnfinished', { query }))
    input.focus()
    return true
  }
}
