// The buttons of an inbox entry, as the server names them. The first is the likeliest; none is invented here.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { closeEntry, retryAll } from '../../../src/contract/inbox.ts'
import type { InboxEntryView } from '../../../src/contract/inbox.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { getOrder, reopenOrder, retryPush } from '../../../src/contract/orders.ts'
import { call } from '../../kit/api.ts'
import { Form } from '../../kit/form.tsx'
import { LinkButton } from '../../kit/link.tsx'
import { toast } from '../../kit/toasts.ts'
import { useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/text-field.tsx'
import { useNavigate } from '@tanstack/react-router'
import { useMayNot } from '../desk-session.ts'
import { useRefused } from './order-actions.tsx'
import { CancelDialog, LinkExistingDialog, touchedByOrders } from './order-dialogs.tsx'

export type Fix = InboxEntryView['fixes'][number]
type FixProps = {
  fix: Fix
  entry: Pick<InboxEntryView, 'entryId' | 'orderId' | 'subjectLabel' | 'detail'>
  cause: string
  variant?: 'primary' | 'secondary'
}

export function InboxFixes(props: { entry: InboxEntryView; cause: string }) {
  const { entry, cause } = props
  return entry.fixes.map((fix, index) => (
    <FixButton key={`${fix.kind}${index}`} fix={fix} entry={entry} cause={cause} />
  ))
}

export function FixButton(props: FixProps) {
  const { fix, entry, variant } = props
  switch (fix.kind) {
    case 'retry':
      return <RetryButton {...props} />
    case 'link-existing':
      return <LinkExistingButton {...props} />
    case 'edit-order':
      return <EditOrderButton {...props} />
    case 'cancel-order':
      return <CancelOrderButton {...props} />
    case 'handled':
      return <HandledButton {...props} />
    case 'link-customer':
      if (fix.subjectId === null) return null
      return (
        <LinkButton
          variant={variant}
          to="/customers/$customerId"
          params={{ customerId: fix.subjectId }}
          search={{ link: 'open' }}
        >
          {fix.label}
        </LinkButton>
      )
    case 'link-product':
    case 'open-product':
      if (fix.subjectId === null) return null
      return (
        <LinkButton
          variant={variant}
          to="/products/$productId"
          params={{ productId: fix.subjectId }}
          search={fix.kind === 'link-product' ? { link: 'open' } : {}}
        >
          {fix.label}
        </LinkButton>
      )
    case 'replace-key':
    case 'open-connection':
      return (
        <LinkButton variant={variant} to="/settings/cin7">
          {fix.label}
        </LinkButton>
      )
    case 'open-import':
      return (
        <LinkButton
          variant={variant}
          to={entry.detail['kind'] === 'products' ? '/import/products' : '/import/customers'}
        >
          {fix.label}
        </LinkButton>
      )
  }
}

function RetryButton(props: FixProps) {
  const t = useTranslations('inbox')
  const mayNot = useMayNot()
  const refused = useRefused()
  const { fix, entry, cause } = props
  const done = () => toast.note(t('retried', { label: entry.subjectLabel }))
  const push = useWrite(retryPush, { invalidates: touchedByOrders, onDone: done, onProblem: refused })
  const all = useWrite(retryAll, { invalidates: touchedByOrders, onDone: done, onProblem: refused })
  const { orderId } = entry
  return (
    <Button
      busy={push.isPending || all.isPending}
      disabledReason={mayNot('inbox.fix')}
      onClick={() =>
        orderId === null ? all.mutate({ body: { cause } }) : push.mutate({ params: { orderId } })
      }
    >
      {fix.label}
    </Button>
  )
}

function LinkExistingButton(props: FixProps) {
  const mayNot = useMayNot()
  const [open, setOpen] = useState(false)
  const { fix, entry } = props
  if (entry.orderId === null) return null
  return (
    <>
      <Button disabledReason={mayNot('inbox.fix')} onClick={() => setOpen(true)}>
        {fix.label}
      </Button>
      {open && (
        <LinkExistingDialog
          order={{ orderId: entry.orderId, number: entry.subjectLabel }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Back to review, then to the order: only there can it be changed. */
function EditOrderButton(props: FixProps) {
  const t = useTranslations('inbox')
  const mayNot = useMayNot()
  const refused = useRefused()
  const navigate = useNavigate()
  const [reading, setReading] = useState(false)
  const { fix, entry } = props
  const { orderId } = entry
  const go = () => {
    if (orderId !== null) void navigate({ to: '/orders/$orderId', params: { orderId } })
  }
  const reopen = useWrite(reopenOrder, {
    invalidates: touchedByOrders,
    onDone: () => {
      toast.done(t('reopened', { label: entry.subjectLabel }))
      go()
    },
    onProblem: refused,
  })
  async function open(): Promise<void> {
    if (orderId === null) return
    setReading(true)
    try {
      const order = await call(getOrder, { params: { orderId } })
      if (order.can.reopen.allowed) reopen.mutate({ params: { orderId }, body: { revision: order.revision } })
      else go()
    } catch (error) {
      refused(error instanceof Error ? error : new Error(String(error)))
    } finally {
      setReading(false)
    }
  }
  if (orderId === null) return null
  return (
    <Button
      busy={reading || reopen.isPending}
      disabledReason={mayNot('orders.approve')}
      onClick={() => void open()}
    >
      {fix.label}
    </Button>
  )
}

/** The question of the order page, asked here. */
function CancelOrderButton(props: FixProps) {
  const mayNot = useMayNot()
  const refused = useRefused()
  const [reading, setReading] = useState(false)
  const [order, setOrder] = useState<OrderView | null>(null)
  const { fix, entry } = props
  const { orderId } = entry
  if (orderId === null) return null
  async function ask(params: { orderId: string }): Promise<void> {
    setReading(true)
    try {
      setOrder(await call(getOrder, { params }))
    } catch (error) {
      refused(error instanceof Error ? error : new Error(String(error)))
    } finally {
      setReading(false)
    }
  }
  return (
    <>
      <Button busy={reading} disabledReason={mayNot('orders.approve')} onClick={() => void ask({ orderId })}>
        {fix.label}
      </Button>
      {order !== null && <CancelDialog order={order} onClose={() => setOrder(null)} />}
    </>
  )
}

function HandledButton(props: FixProps) {
  const t = useTranslations('inbox')
  const mayNot = useMayNot()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { fix, entry } = props
  const write = useWrite(closeEntry, {
    invalidates: touchedByOrders,
    onDone: () => {
      toast.done(t('handledDone'), { detail: entry.subjectLabel })
      setOpen(false)
    },
  })
  const send = () => write.mutate({ params: { entryId: entry.entryId }, body: { reason } })
  return (
    <>
      <Button variant={props.variant} disabledReason={mayNot('inbox.fix')} onClick={() => setOpen(true)}>
        {fix.label}
      </Button>
      {open && (
        <Dialog
          open
          onClose={() => setOpen(false)}
          title={t('handledTitle', { label: entry.subjectLabel })}
          description={t('handledNote')}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>{t('keepIt')}</Button>
              <Button variant="primary" busy={write.isPending} onClick={send}>
                {t('handledDo')}
              </Button>
            </>
          }
        >
          <Form label={t('handledDo')} onSubmit={send} error={write.error} busy={write.isPending}>
            <TextArea
              label={t('handledReason')}
              name="reason"
              hint={t('handledHint')}
              value={reason}
              onChange={setReason}
              maxLength={500}
            />
          </Form>
        </Dialog>
      )}
    </>
  )
}
