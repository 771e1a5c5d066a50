// The lines of an order that is locked: what was ordered, at what price, and how much of it was shipped.
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { compare, decimal, zero } from '../../../src/core/decimal.ts'
import { Money, Qty } from '../../ui/money.tsx'
import { Table } from '../../ui/table.tsx'
import type { Column } from '../../ui/table-types.ts'
import { ProductWords, Thumb } from './line-cells.tsx'
import { tidy } from './draft.ts'

type Line = OrderView['lines'][number]
type Words = ReturnType<typeof useTranslations<'order'>>

function columnsFor(t: Words, currency: string, withShipped: boolean): Column<Line>[] {
  const shipped: Column<Line> = {
    id: 'shipped',
    header: t('shipped'),
    cell: (line) => (
      <span
        className={
          compare(decimal(line.quantityShipped), decimal(line.quantity)) < 0 ? 'text-amber-text' : ''
        }
      >
        <Qty qty={tidy(line.quantityShipped)} />
      </span>
    ),
    width: '5rem',
    align: 'end',
    mobile: 'meta',
  }
  return [
    {
      id: 'product',
      header: t('product'),
      cell: (line) => (
        <span className="flex items-start gap-2.5 font-normal">
          <Thumb image={line.image} />
          <ProductWords {...line}>
            {line.comment !== '' && <div className="text-small wrap-anywhere">“{line.comment}”</div>}
          </ProductWords>
        </span>
      ),
      wrap: true,
      mobile: 'subtitle',
    },
    {
      id: 'quantity',
      header: t('quantity'),
      cell: (line) => <Qty qty={tidy(line.quantity)} />,
      width: '5rem',
      align: 'end',
      mobile: 'meta',
    },
    ...(withShipped ? [shipped] : []),
    {
      id: 'price',
      header: t('price'),
      cell: (line) => (
        <span title={line.priceReason}>
          <Money amount={tidy(line.unitPrice, 2)} currency={currency} />
        </span>
      ),
      width: '6.5rem',
      align: 'end',
      mobile: 'meta',
    },
    {
      id: 'total',
      header: t('lineTotal'),
      cell: (line) => <Money amount={line.lineTotal} currency={currency} />,
      width: '7rem',
      align: 'end',
      mobile: 'meta',
    },
  ]
}

export function LineFacts(props: { order: OrderView }) {
  const t = useTranslations('order')
  const { order } = props
  const { currency, status, lines } = order
  const withShipped =
    status === 'part-shipped' || lines.some((line) => compare(decimal(line.quantityShipped), zero) > 0)
  const columns = useMemo(() => columnsFor(t, currency, withShipped), [t, currency, withShipped])
  return (
    <Table
      label={t('lines')}
      columns={columns}
      rows={lines}
      rowKey={(line) => line.lineId}
      rowName={(line) => line.name}
      keyboard={false}
    />
  )
}
