// Search over everything: asks the server a moment after the last key, and sorts what it found into groups.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { searchEverything } from '../../../src/contract/desk.ts'
import { useFormat } from '../../kit/format.ts'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { useDesk } from '../desk-session.ts'
import type { GlobalSearchProps } from '../shell-search.tsx'
import { useSettled } from '../use-settled.ts'

export function useDeskSearch(go: (to: string) => void): GlobalSearchProps {
  const t = useTranslations('desk')
  const format = useFormat()
  const { currency } = useDesk().supplier
  const [query, setQuery] = useState('')
  const q = useSettled(query.trim())
  const found = useEndpoint(searchEverything, q === '' ? null : { query: { q: q.slice(0, 100) } }, {
    keep: true,
  })
  const data = query.trim() === '' ? undefined : found.data
  return {
    query,
    onQuery: setQuery,
    loading: query.trim() !== '' && (found.isFetching || query.trim() !== q),
    onOpen: (result) => go(result.to),
    groups: [
      {
        name: t('orders'),
        results: (data?.orders ?? []).map((one) => ({
          id: one.orderId,
          title: one.number,
          note: `${one.customerName} · ${one.label}`,
          to: `/orders/${one.orderId}`,
        })),
      },
      {
        name: t('customers'),
        results: (data?.customers ?? []).map((one) => ({
          id: one.customerId,
          title: one.name,
          ...(one.group === null ? {} : { note: one.group }),
          to: `/customers/${one.customerId}`,
        })),
      },
      {
        name: t('products'),
        results: (data?.products ?? []).map((one) => ({
          id: one.productId,
          title: one.name,
          note: one.basePrice === null ? one.code : `${one.code} · ${format.money(one.basePrice, currency)}`,
          to: `/products/${one.productId}`,
        })),
      },
    ],
  }
}
