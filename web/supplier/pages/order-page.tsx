// One order: reviewed, changed, approved and followed until it is shipped, without loading the page again.
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { getOrder, getTimeline } from '../../../src/contract/orders.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem, isUnknown } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { isMoving } from '../order/order-columns.tsx'
import { OrderDesk } from '../order/order-desk.tsx'
import { OrderSkeleton } from '../order/order-skeleton.tsx'
import { usePageTitle } from '../page-title.ts'

const fastMs = 1_500
const slowMs = 10_000

/** Under way: waiting, being sent, or not yet read back. */
function isUnderWay(order: OrderView | undefined): boolean {
  if (order === undefined) return false
  return isMoving(order) || (order.push.state === 'in-erp' && order.push.verified === null)
}

export function OrderPage() {
  const { orderId } = useParams({ from: '/desk/orders/$orderId' })
  return <OneOrder key={orderId} orderId={orderId} />
}

function OneOrder(props: { orderId: string }) {
  const t = useTranslations('order')
  const params = { orderId: props.orderId }
  const order = useEndpoint(
    getOrder,
    { params },
    { live: (answer) => (isUnderWay(answer) ? fastMs : slowMs), staleMs: 0 },
  )
  const timeline = useEndpoint(
    getTimeline,
    { params },
    { live: () => (isUnderWay(order.data) ? fastMs : slowMs), staleMs: 0 },
  )
  // The last news of an order that has come to rest would else be told at the slow pace.
  const state = order.data && [order.data.status, order.data.push.state, order.data.push.verified].join()
  const { refetch } = timeline
  useEffect(() => {
    if (state !== undefined) void refetch({ cancelRefetch: false })
  }, [refetch, state])
  usePageTitle(order.data === undefined ? undefined : t('titled', { number: order.data.number }))

  if (order.data !== undefined) return <OrderDesk order={order.data} timeline={timeline} />
  if (!order.isError) return <OrderSkeleton />
  return (
    <Page>
      {isUnknown(order.error) ? (
        <EmptyState title={t('gone')} action={<LinkButton to="/orders">{t('toOrders')}</LinkButton>}>
          {t('goneNote')}
        </EmptyState>
      ) : (
        <LoadProblem error={order.error} onRetry={() => void order.refetch()} />
      )}
    </Page>
  )
}
