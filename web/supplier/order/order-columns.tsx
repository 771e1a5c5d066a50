// How an order looks in a list: the same on the first page and in the list of all orders.
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import type { OrderRow } from '../../../src/contract/order-views.ts'
import { useFormat } from '../../kit/format.ts'
import { Money, None, Qty } from '../../ui/money.tsx'
import { StatusMark, Tag } from '../../ui/status-mark.tsx'
import type { Column } from '../../ui/table-types.ts'

type Words = ReturnType<typeof useTranslations<'orders'>>
type Format = ReturnType<typeof useFormat>

function columnsFor(t: Words, format: Format): Column<OrderRow>[] {
  return [
    { id: 'number', header: t('number'), cell: (row) => row.number, width: '8rem', mobile: 'title' },
    { id: 'customer', header: t('customer'), cell: (row) => row.customerName, mobile: 'subtitle' },
    {
      id: 'source',
      header: t('source'),
      cell: (row) => <Tag>{t(`source-${row.source}`)}</Tag>,
      width: '5rem',
      mobile: 'hidden',
      from: 'lg',
    },
    {
      id: 'delivery',
      header: t('delivery'),
      cell: (row) => (row.deliveryOn === null ? <None /> : format.day(row.deliveryOn)),
      width: '8rem',
      mobile: 'meta',
    },
    {
      id: 'lines',
      header: t('lines'),
      cell: (row) => <Qty qty={row.lineCount} />,
      width: '4rem',
      align: 'end',
      mobile: 'meta',
    },
    {
      id: 'total',
      header: t('total'),
      cell: (row) => <Money amount={row.total} currency={row.currency} />,
      width: '8rem',
      align: 'end',
      mobile: 'end',
    },
    {
      id: 'state',
      header: t('state'),
      cell: (row) => <StatusMark tone={row.tone}>{row.label}</StatusMark>,
      width: '10.5rem',
      mobile: 'status',
    },
  ]
}

export function useOrderColumns(): readonly Column<OrderRow>[] {
  const t = useTranslations('orders')
  const format = useFormat()
  return useMemo(() => columnsFor(t, format), [t, format])
}

/** Whether a push is under way, so that the page should ask again soon. */
export function isMoving(row: Pick<OrderRow, 'pushState'>): boolean {
  return row.pushState === 'waiting' || row.pushState === 'sending'
}
