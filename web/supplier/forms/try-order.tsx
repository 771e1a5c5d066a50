// Try it: pick an order, see what the rules and the comment being edited would give for it. Nothing is saved.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { tryMapping } from '../../../src/contract/connection.ts'
import type { MappingRule } from '../../../src/contract/connection.ts'
import { listOrders } from '../../../src/contract/orders.ts'
import type { OrderRow } from '../../../src/contract/order-views.ts'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { useSettled } from '../use-settled.ts'

type Trial = { customFieldMapping: readonly MappingRule[] } | { internalCommentTemplate: string }

/** What the trial of a comment is called in the answer; all other values come from the mapping. */
const commentTarget = 'internal comment'
const pauseMs = 400

export function TryOrder(props: { trial: Trial }) {
  const t = useTranslations('settings')
  const [order, setOrder] = useState<OrderRow | null>(null)
  const [query, setQuery] = useState('')
  const asked = useSettled(query.trim(), 250)
  const orders = useEndpoint(
    listOrders,
    { query: { tab: 'all', limit: 12, ...(asked === '' ? {} : { search: asked.slice(0, 200) }) } },
    { keep: true },
  )
  const trial = useSettled(JSON.stringify(props.trial), pauseMs)
  const result = useEndpoint(
    tryMapping,
    order === null ? null : { body: { orderId: order.orderId, ...(JSON.parse(trial) as object) } },
    { keep: true },
  )
  const comment = 'internalCommentTemplate' in props.trial
  const values = (result.data?.values ?? []).filter((one) => (one.target === commentTarget) === comment)
  return (
    <div className="rounded-control bg-sunken px-4 py-3.5">
      <h3 className="font-semibold">{t('tryIt')}</h3>
      <p className="mb-3 text-small text-soft">{t('tryNote')}</p>
      <Combobox
        label={t('tryOrder')}
        placeholder={t('tryPlaceholder')}
        className="max-w-md"
        value={order}
        onChange={setOrder}
        items={orders.data?.items ?? []}
        itemKey={(one) => one.orderId}
        itemLabel={(one) => `${one.number} ${one.customerName}`}
        onQuery={setQuery}
        loading={orders.isFetching}
      />
      {order !== null && (
        <div className="mt-3" aria-live="polite">
          {result.isError ? (
            <LoadProblem compact error={result.error} onRetry={() => void result.refetch()} />
          ) : result.data === undefined ? (
            <SkeletonLines lines={2} />
          ) : values.length === 0 ? (
            <p className="text-soft">{t('tryNone')}</p>
          ) : (
            <KeyValue
              facts={values.map((one) => ({
                name: one.target,
                value: one.value === '' ? <i className="text-soft">{t('tryEmpty')}</i> : one.value,
                note: one.source,
              }))}
            />
          )}
        </div>
      )}
    </div>
  )
}
