// One loaded order on the desk: its draft, its conflicts, its acts, and what Cin7 has of it.
import { useIsMutating } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { editOrder, reopenOrder, retryPush } from '../../../src/contract/orders.ts'
import type { getTimeline } from '../../../src/contract/orders.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form } from '../../kit/form.tsx'
import { useFormat } from '../../kit/format.ts'
import { TextLink } from '../../kit/link.tsx'
import { toast } from '../../kit/toasts.ts'
import { type useEndpoint, useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { whyNot } from '../../kit/why-not.ts'
import { Page, PageHeader, Section } from '../../ui/page.tsx'
import { Badge, Notice } from '../../ui/status-mark.tsx'
import { useMayNot } from '../desk-session.ts'
import { ClashPanel, StalePanel } from './conflict.tsx'
import { CustomerCard } from './customer-card.tsx'
import { DeliveryFacts, DeliveryFields, DetailFacts } from './details-fields.tsx'
import { badLines, editBody, isGood, lineFields } from './draft.ts'
import { OrderEditor } from './editor.tsx'
import { ErpCard } from './erp-card.tsx'
import { PreviewCard } from './erp-preview.tsx'
import { LineFacts } from './line-facts.tsx'
import { OrderActions, useRefused } from './order-actions.tsx'
import { columnsClass } from './order-columns-class.ts'
import { OrderDialogs, touchedByOrders } from './order-dialogs.tsx'
import type { Asking } from './order-dialogs.tsx'
import { OrderTimeline } from './order-timeline.tsx'
import { OrderTrouble } from './order-trouble.tsx'
import { SaveBar } from './save-bar.tsx'
import type { Unsaved } from './save-bar.tsx'
import { Totals, useDraftTotals } from './totals.tsx'
import { useLeaveGuard } from '../use-leave-guard.ts'
import { useUnfinishedEntry } from './unfinished-entry.ts'
import { useOrderDraft } from './use-order-draft.ts'

export function OrderDesk(props: {
  order: OrderView
  timeline: ReturnType<typeof useEndpoint<typeof getTimeline>>
}) {
  const t = useTranslations('order')
  const { order, timeline } = props
  const mayNot = useMayNot()
  const refused = useRefused()
  const invalidate = useInvalidate()
  const [asking, setAsking] = useState<Asking | null>(null)
  const goTo = useRef<((key: string, field: (typeof lineFields)[number]) => void) | null>(null)
  const addField = useRef<HTMLInputElement>(null)
  const stalePanel = useRef<HTMLDivElement>(null)
  const params = { orderId: order.orderId }
  const unfinished = useUnfinishedEntry(addField)

  const save = useWrite(editOrder, {
    invalidates: touchedByOrders,
    onDone: (answer) => {
      draft.take(answer)
      toast.done(t('saved', { number: answer.number }))
    },
    onProblem: (error) => {
      if (error instanceof ApiProblem && error.code === 'revision-stale') void invalidate(['orders.'])
    },
  })
  const draft = useOrderDraft(order, save.isPending)
  const { mine, base, dirty, isStale } = draft
  const totals = useDraftTotals(mine, order)
  const bad = useMemo(() => badLines(mine.lines), [mine.lines])
  const reopen = useWrite(reopenOrder, {
    invalidates: touchedByOrders,
    onDone: (answer) => toast.done(t('reopened', { number: answer.number })),
    onProblem: refused,
  })
  const retry = useWrite(retryPush, {
    invalidates: touchedByOrders,
    onDone: (answer) => toast.note(t('retried', { number: answer.number })),
    onProblem: refused,
  })
  const doReopen = () => reopen.mutate({ params, body: { revision: order.revision } })
  useLeaveGuard(() => dirty, t('leaveBody', { number: order.number }))
  const isWriting = useIsMutating() > 0
  useToldOfOthers(order, dirty || isWriting)
  const events = useEventsSince(timeline.data?.items, dirty)

  const firstBad = bad[0]
  const freightBad = mine.details.freight !== '' && !isGood('unitPrice', mine.details.freight)
  const locked = !order.can.edit.allowed
  const doSave = () => {
    if (!dirty || save.isPending || isStale || unfinished()) return
    if (firstBad !== undefined) {
      const field = lineFields.find((one) => !isGood(one, firstBad[one])) ?? 'quantity'
      goTo.current?.(firstBad.key, field)
      toast.note(t('badLines', { count: bad.length }))
      return
    }
    save.mutate({ params, body: editBody(base, mine, draft.saved.revision) })
  }
  const saveError =
    save.error instanceof ApiProblem && save.error.code === 'revision-stale' ? null : save.error
  // What is typed stays in its fields until it is saved or dropped, even when the order was locked meanwhile.
  const editing = order.can.edit.allowed || dirty
  const sums = dirty ? totals.sums : order
  const pushed = order.pushState !== 'none'
  const isBefore = order.status === 'draft' || order.status === 'placed'

  const unsaved: Unsaved = {
    dirty,
    saving: save.isPending,
    saveReason: mayNot('orders.write') ?? (isStale ? t('staleNote') : whyNot(order.can.edit)),
    onSave: doSave,
    onDiscard: () => {
      draft.take(order)
      save.reset()
      toast.done(t('discarded'))
    },
    onShowChanges: isStale ? () => stalePanel.current?.focus() : null,
  }

  return (
    <Page>
      <PageHeader
        back={
          <TextLink to="/orders" quiet>
            {t('back')}
          </TextLink>
        }
        title={t('titled', { number: order.number })}
        mark={
          <output>
            <Badge tone={order.tone}>{order.label}</Badge>
          </output>
        }
        meta={<Meta order={order} />}
        actions={
          <OrderActions
            order={order}
            unsaved={unsaved}
            unfinished={unfinished}
            onAsk={setAsking}
            onReopen={doReopen}
          />
        }
      />
      <OrderTrouble
        order={order}
        busy={retry.isPending || reopen.isPending}
        onRetry={() => retry.mutate({ params })}
        onLink={() => setAsking('link')}
        onReopen={doReopen}
        onCancel={() => setAsking('cancel')}
      />
      {isStale && (
        <StalePanel
          ref={stalePanel}
          events={events}
          lockedAs={locked ? order.label : null}
          base={base}
          mine={mine}
          onRebase={() => {
            draft.rebase()
            save.reset()
            toast.note(t('rebased'))
          }}
          onDiscard={() => {
            draft.take(order)
            save.reset()
          }}
        />
      )}
      <ClashPanel clashes={draft.clashes} onRedo={draft.redo} onKeep={draft.settle} />
      {order.warnings.length > 0 && isBefore && (
        <div className="mb-5">
          <Notice tone="amber" title={t('warnings')}>
            <ul>
              {order.warnings.map((warning, index) => (
                <li key={`${warning.code}${index}`}>{warning.sentence}</li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      <Form
        label={t('titled', { number: order.number })}
        className={columnsClass}
        error={editing ? saveError : null}
        {...(freightBad ? { errors: { freight: t('badPrice') } } : {})}
        busy={save.isPending}
        onSubmit={doSave}
      >
        <div>
          {editing ? (
            <OrderEditor
              draft={mine}
              base={base.lines}
              terms={order}
              lineTotals={totals.lineTotals}
              sums={sums}
              unsaved={dirty}
              change={draft.change}
              goTo={goTo}
              addField={addField}
            />
          ) : (
            <>
              <LineFacts order={order} />
              <Totals sums={order} terms={order} unsaved={false} />
              <Section title={t('details')}>
                <DetailFacts order={order} />
              </Section>
            </>
          )}
          <div className="max-xl:hidden">
            <OrderTimeline
              events={timeline.data?.items}
              error={timeline.error}
              onRetry={() => void timeline.refetch()}
            />
          </div>
        </div>
        <aside className="flex flex-col gap-6">
          <CustomerCard order={order} />
          {editing ? (
            <DeliveryFields details={mine.details} change={draft.change} />
          ) : (
            <DeliveryFacts order={order} />
          )}
          {pushed ? (
            <ErpCard order={order} />
          ) : (
            isBefore && (
              <PreviewCard
                order={order}
                unsaved={dirty}
                onLine={(lineId) => goTo.current?.(lineId, 'quantity')}
                onEdit={() => addField.current?.focus()}
              />
            )
          )}
          <div className="xl:hidden">
            <OrderTimeline
              events={timeline.data?.items}
              error={timeline.error}
              onRetry={() => void timeline.refetch()}
            />
          </div>
        </aside>
      </Form>
      <SaveBar unsaved={unsaved} total={totals.sums.total} currency={order.currency} />
      <OrderDialogs asking={asking} order={order} onClose={() => setAsking(null)} />
    </Page>
  )
}

function Meta(props: { order: OrderView }) {
  const t = useTranslations('order')
  const format = useFormat()
  const { order } = props
  const source = t(`from-${order.source}`, { by: order.createdBy })
  return (
    <>
      <span className="block font-semibold text-ink xl:hidden">{order.customer.name}</span>
      {order.placedAt === null
        ? `${source}, ${format.dateTimeInside(order.at)}`
        : t('placedMeta', { source, at: format.dateTimeInside(order.placedAt) })}
      {order.closedReason !== null && (
        <span className="block text-ink">{t('closedReason', { reason: order.closedReason })}</span>
      )}
    </>
  )
}

/** Says that the order changed under the reader's eyes, when it was not this page's own doing. */
function useToldOfOthers(order: OrderView, own: boolean): void {
  const t = useTranslations('order')
  const seen = useRef(order.revision)
  const mineUntil = useRef(own)
  useEffect(() => {
    const isNews = order.revision > seen.current && order.can.edit.allowed
    if (isNews && !own && !mineUntil.current) toast.note(t('changedMeanwhile', { number: order.number }))
    seen.current = order.revision
    mineUntil.current = own
  }, [order, own, t])
}

/** The timeline's events since the last moment when nothing was unsaved. */
function useEventsSince<Event extends { eventId: string }>(
  events: readonly Event[] | undefined,
  dirty: boolean,
): readonly Event[] {
  const newest = events?.[0]?.eventId ?? null
  const [known, setKnown] = useState(newest)
  if (!dirty && newest !== known) setKnown(newest)
  const until = events?.findIndex((event) => event.eventId === known) ?? -1
  return until < 0 ? [] : (events?.slice(0, until) ?? [])
}
