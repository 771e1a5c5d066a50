// The questions that an act on an order asks first: a reason, a carrier, which sales order.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { cancelOrder, linkSalesOrder, markShipped, rejectOrder } from '../../../src/contract/orders.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form } from '../../kit/form.tsx'
import { toast } from '../../kit/toasts.ts'
import { useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'

export type Asking = 'reject' | 'cancel' | 'ship' | 'link'
export const touchedByOrders = ['orders.', 'desk.', 'inbox.', 'sync.'] as const

type DialogProps = { order: OrderView; onClose: () => void }

/** One dialog at a time; each starts empty. */
export function OrderDialogs(props: { asking: Asking | null; order: OrderView; onClose: () => void }) {
  const { asking, order, onClose } = props
  if (asking === 'reject') return <RejectDialog order={order} onClose={onClose} />
  if (asking === 'cancel') return <CancelDialog order={order} onClose={onClose} />
  if (asking === 'ship') return <ShipDialog order={order} onClose={onClose} />
  if (asking === 'link') return <LinkExistingDialog order={order} onClose={onClose} />
  return null
}

function RejectDialog({ order, onClose }: DialogProps) {
  const t = useTranslations('order')
  const [reason, setReason] = useState('')
  const write = useWrite(rejectOrder, {
    invalidates: touchedByOrders,
    onDone: () => {
      toast.done(t('rejected', { number: order.number }))
      onClose()
    },
  })
  const { orderId, revision } = order
  const send = () => write.mutate({ params: { orderId }, body: { revision, reason } })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rejectTitle', { number: order.number })}
      description={t('rejectNote', { customer: order.customer.name })}
      actions={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button variant="danger" busy={write.isPending} onClick={send}>
            {t('rejectDo')}
          </Button>
        </>
      }
    >
      <Form label={t('rejectDo')} onSubmit={send} error={write.error} busy={write.isPending}>
        <TextArea
          label={t('reason')}
          name="reason"
          hint={t('reasonHint')}
          value={reason}
          onChange={setReason}
          maxLength={1000}
        />
      </Form>
    </Dialog>
  )
}

/** Also used from the inbox. */
export function CancelDialog({ order, onClose }: DialogProps) {
  const t = useTranslations('order')
  const [reason, setReason] = useState('')
  const write = useWrite(cancelOrder, {
    invalidates: touchedByOrders,
    onDone: () => {
      toast.done(t('cancelled', { number: order.number }))
      onClose()
    },
  })
  const { orderId, revision, push } = order
  const send = () => write.mutate({ params: { orderId }, body: { revision, reason } })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('cancelTitle', { number: order.number })}
      description={t('cancelNote', { customer: order.customer.name })}
      actions={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button variant="danger" busy={write.isPending} onClick={send}>
            {t('cancelDo')}
          </Button>
        </>
      }
    >
      {push.state === 'in-erp' && push.remote?.status !== 'void' && (
        <div className="mb-4">
          <Notice tone="amber">{t('cancelErp', { reference: push.reference ?? '' })}</Notice>
        </div>
      )}
      <Form label={t('cancelDo')} onSubmit={send} error={write.error} busy={write.isPending}>
        <TextArea
          label={t('reason')}
          name="reason"
          hint={t('reasonHint')}
          value={reason}
          onChange={setReason}
          maxLength={1000}
        />
      </Form>
    </Dialog>
  )
}

function ShipDialog({ order, onClose }: DialogProps) {
  const t = useTranslations('order')
  const [carrier, setCarrier] = useState('')
  const [trackingCode, setTrackingCode] = useState('')
  const write = useWrite(markShipped, {
    invalidates: touchedByOrders,
    onDone: () => {
      toast.done(t('shippedDone', { number: order.number }))
      onClose()
    },
  })
  const { orderId, revision } = order
  const send = () =>
    write.mutate({
      params: { orderId },
      body: {
        revision,
        ...(carrier.trim() === '' ? {} : { carrier }),
        ...(trackingCode.trim() === '' ? {} : { trackingCode }),
      },
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('shipTitle', { number: order.number })}
      description={t('shipNote')}
      actions={
        <>
          <Button onClick={onClose}>{t('notNow')}</Button>
          <Button variant="primary" busy={write.isPending} onClick={send}>
            {t('shipDo')}
          </Button>
        </>
      }
    >
      <Form label={t('shipDo')} onSubmit={send} error={write.error} busy={write.isPending}>
        <TextField
          label={t('carrier')}
          name="carrier"
          value={carrier}
          onChange={setCarrier}
          maxLength={100}
          optional
        />
        <TextField
          label={t('tracking')}
          name="trackingCode"
          value={trackingCode}
          onChange={setTrackingCode}
          maxLength={100}
          autoComplete="off"
          optional
        />
      </Form>
    </Dialog>
  )
}

/** Also used from the inbox, where only the id is at hand. */
export function LinkExistingDialog(props: {
  order: Pick<OrderView, 'orderId' | 'number'>
  onClose: () => void
}) {
  const t = useTranslations('order')
  const { order, onClose } = props
  const [referenceOrId, setReferenceOrId] = useState('')
  const write = useWrite(linkSalesOrder, {
    invalidates: touchedByOrders,
    onDone: (answer) => {
      toast.done(t('linked', { number: answer.number }))
      onClose()
    },
  })
  const { error } = write
  const ofAnother = error instanceof ApiProblem && error.code === 'remote-other-customer'
  const send = () =>
    write.mutate({
      params: { orderId: order.orderId },
      body: ofAnother ? { referenceOrId, evenOfAnotherCustomer: true } : { referenceOrId },
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('linkTitle', { number: order.number })}
      description={t('linkNote')}
      actions={
        <>
          <Button onClick={onClose}>{t('notNow')}</Button>
          <Button variant="primary" busy={write.isPending} onClick={send}>
            {ofAnother ? t('linkAnother') : t('linkDo')}
          </Button>
        </>
      }
    >
      <Form label={t('linkDo')} onSubmit={send} error={write.error} busy={write.isPending}>
        <TextField
          label={t('linkField')}
          name="referenceOrId"
          hint={t('linkHint')}
          value={referenceOrId}
          onChange={(typed) => {
            setReferenceOrId(typed)
            // What was said of one sales order holds for no other.
            write.reset()
          }}
          maxLength={60}
          autoComplete="off"
          mono
        />
      </Form>
    </Dialog>
  )
}
