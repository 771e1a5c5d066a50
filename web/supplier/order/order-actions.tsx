// What can be done with an order, at the page's head: the one primary button for where the order stands, the rest in a
// menu. What may not be done says why, in the server's words.
import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { approveOrder, placeOrder } from '../../../src/contract/orders.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { ApiProblem } from '../../kit/api.ts'
import { toast } from '../../kit/toasts.ts'
import { useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { whyNot } from '../../kit/why-not.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { useMayNot } from '../desk-session.ts'
import { touchedByOrders } from './order-dialogs.tsx'
import type { Asking } from './order-dialogs.tsx'
import type { Unsaved } from './save-bar.tsx'

export function OrderActions(props: {
  order: OrderView
  unsaved: Unsaved
  /** Whether something is typed that is no line yet; says so. */
  unfinished: () => boolean
  onAsk: (what: Asking) => void
  onReopen: () => void
}) {
  const t = useTranslations('order')
  const mayNot = useMayNot()
  const { order, unsaved, onAsk } = props
  const { orderId, revision, can } = order
  const say = useRefused()

  const approve = useWrite(approveOrder, {
    invalidates: touchedByOrders,
    onDone: (answer) =>
      toast.done(t('approved', { number: answer.number }), {
        detail: answer.push.sentence,
      }),
    onProblem: say,
  })
  const place = useWrite(placeOrder, {
    invalidates: touchedByOrders,
    onDone: (answer) => toast.done(t('placed', { number: answer.number })),
    onProblem: say,
  })
  const saveFirst = unsaved.dirty ? t('saveFirst') : null
  const approveReason = saveFirst ?? mayNot('orders.approve') ?? whyNot(can.approve)
  const placeReason = saveFirst ?? mayNot('orders.write') ?? whyNot(can.place)
  const doApprove = () => {
    if (!props.unfinished()) approve.mutate({ params: { orderId }, body: { revision } })
  }
  const doPlace = () => {
    if (!props.unfinished()) place.mutate({ params: { orderId }, body: { revision } })
  }

  useShortcut(
    'a',
    t('approveKey'),
    t('group'),
    order.status === 'placed'
      ? () => {
          if (approveReason !== null) toast.note(approveReason)
          else if (!approve.isPending) doApprove()
        }
      : null,
  )
  useShortcut('Ctrl+s', t('saveKey'), t('group'), can.edit.allowed || unsaved.dirty ? unsaved.onSave : null)

  const lead = mayNot('orders.approve')
  const items: MenuItem[] = [
    {
      label: t('linkExisting'),
      disabledReason: mayNot('inbox.fix') ?? saveFirst ?? whyNot(can.linkExisting),
      onSelect: () => onAsk('link'),
    },
    ...(can.reopen.allowed
      ? [{ label: t('reopen'), disabledReason: lead, onSelect: props.onReopen } as const]
      : []),
    'divider',
    ...(order.status === 'placed'
      ? [
          {
            label: t('reject'),
            danger: true,
            disabledReason: lead ?? saveFirst ?? whyNot(can.reject),
            onSelect: () => onAsk('reject'),
          } as const,
        ]
      : []),
    {
      label: t('cancel'),
      danger: true,
      disabledReason: lead ?? saveFirst ?? whyNot(can.cancel),
      onSelect: () => onAsk('cancel'),
    },
  ]
  const isOver = ['shipped', 'rejected', 'cancelled'].includes(order.status)
  const main = unsaved.dirty ? 'secondary' : 'primary'

  return (
    <>
      {!isOver && <Menu trigger={<IconButton icon={Ellipsis} label={t('more')} />} items={items} />}
      {order.status === 'draft' && (
        <Button variant={main} busy={place.isPending} disabledReason={placeReason} onClick={doPlace}>
          {t('place')}
        </Button>
      )}
      {order.status === 'placed' && (
        <Button variant={main} busy={approve.isPending} disabledReason={approveReason} onClick={doApprove}>
          {t('approve')}
        </Button>
      )}
      {can.markShipped.allowed && (
        <Button variant="primary" disabledReason={mayNot('orders.write')} onClick={() => onAsk('ship')}>
          {t('markShipped')}
        </Button>
      )}
    </>
  )
}

/** Tells a refusal, and asks for the order anew where it is not as it was seen. */
export function useRefused(): (error: Error) => void {
  const invalidate = useInvalidate()
  return (error) => {
    if (error instanceof ApiProblem && ['revision-stale', 'not-now'].includes(error.code))
      void invalidate(['orders.'])
    toast.problem(error instanceof ApiProblem && error.title !== '' ? error.title : error.message, {
      detail: error instanceof ApiProblem && error.title !== '' ? error.detail : undefined,
    })
  }
}
