// What is wrong with an order's sales order and what mends it, at the head of the page: the likeliest fix first, as the
// page's one primary button. What the error inbox says of the order is said here in the same words.
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { isVoidedUnderway } from '../../../src/rules/order-label.ts'
import { whyNot } from '../../kit/why-not.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import { useMayNot } from '../desk-session.ts'
import { FixButton } from './inbox-fixes.tsx'
import type { Fix } from './inbox-fixes.tsx'

/** What can be done with every parked order, whatever parked it. */
const always = ['retry', 'link-existing', 'edit-order'] as const

export function OrderTrouble(props: {
  order: OrderView
  busy: boolean
  onRetry: () => void
  onLink: () => void
  onReopen: () => void
  onCancel: () => void
}) {
  const t = useTranslations('order')
  const mayNot = useMayNot()
  const { order, busy } = props
  const { inbox, state, sentence, problem } = order.push
  const isParked = state === 'parked'
  const isVoided = isVoidedUnderway({ ...order, voidedInErp: order.push.remote?.status === 'void' })
  if (!isParked && inbox === null && !isVoided) return null
  const named = inbox?.fixes ?? []
  // Marked as handled or not, it stays true that nothing will be sent.
  const cancel: readonly Fix[] =
    isVoided && order.can.cancel.allowed && named.every(({ kind }) => kind !== 'cancel-order')
      ? [{ kind: 'cancel-order', label: t('cancel'), subjectId: order.orderId }]
      : []
  const fixes: readonly Fix[] = isParked
    ? [
        ...named,
        ...always
          .filter((kind) => named.every((fix) => fix.kind !== kind))
          .map((kind) => ({ kind, label: t(`fix-${kind}`), subjectId: order.orderId })),
      ]
    : [...cancel, ...named]
  const wrong = inbox?.sentence ?? sentence
  const said = problem?.said ?? null

  function fixButton(fix: Fix, index: number): ReactNode {
    const key = `${fix.kind}${fix.subjectId ?? ''}`
    const variant = index === 0 ? 'primary' : 'secondary'
    const own = {
      retry: { run: props.onRetry, why: mayNot('inbox.fix') ?? whyNot(order.can.retry) },
      'link-existing': { run: props.onLink, why: mayNot('inbox.fix') ?? whyNot(order.can.linkExisting) },
      'edit-order': { run: props.onReopen, why: mayNot('orders.approve') ?? whyNot(order.can.reopen) },
      'cancel-order': { run: props.onCancel, why: mayNot('orders.approve') ?? whyNot(order.can.cancel) },
    }
    if (fix.kind in own) {
      const { run, why } = own[fix.kind as keyof typeof own]
      return (
        <Button key={key} variant={variant} busy={busy} disabledReason={why} onClick={run}>
          {fix.label}
        </Button>
      )
    }
    const entry = {
      entryId: inbox?.entryId ?? '',
      orderId: order.orderId,
      subjectLabel: order.number,
      detail: {},
    }
    return <FixButton key={key} fix={fix} entry={entry} cause={inbox?.cause ?? ''} variant={variant} />
  }

  return (
    <div className="mb-5">
      <Notice tone="red" title={t('trouble')}>
        <p className="max-w-prose text-pretty wrap-anywhere">{wrong}</p>
        {said !== null && !wrong.includes(said) && (
          <div className="mt-2">
            <p className="text-small">{t('said')}</p>
            <blockquote className="border-l-2 border-red-mark pl-3 wrap-anywhere whitespace-pre-line">
              {said}
            </blockquote>
          </div>
        )}
        <div className="mt-3 flex flex-wrap gap-2">{fixes.map(fixButton)}</div>
      </Notice>
    </div>
  )
}
