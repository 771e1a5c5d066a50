// After approval: where the sales order stands, what Cin7 has now and how old that news is, and what to do when it is
// stuck. Never says verified before it was read back and compared.
import { useTranslations } from 'use-intl'
import { listInbox } from '../../../src/contract/inbox.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { useFormat } from '../../kit/format.ts'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { whyNot } from '../../kit/why-not.ts'
import { Age, useNow } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Money, Qty } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Badge, StatusMark } from '../../ui/status-mark.tsx'
import type { Tone } from '../../ui/status-mark.tsx'
import { InboxFixes } from './inbox-fixes.tsx'

type Push = OrderView['push']

const tones: Record<Push['state'], Tone> = {
  none: 'grey',
  'not-needed': 'grey',
  waiting: 'amber',
  sending: 'amber',
  'in-erp': 'blue',
  parked: 'red',
}
/** Fixes that lead elsewhere; the others are the card's own buttons. */
const leads = new Set(['link-customer', 'link-product', 'open-product', 'replace-key', 'open-connection'])
/** What Cin7 has is looked at every minute or so; older than this is worth a colour. */
const staleAfterMs = 15 * 60_000
/** An attempt due longer ago than this is held up: paused, or the connection needs somebody. Its sentence says which. */
const overdueMs = 15_000

export function ErpCard(props: {
  order: OrderView
  fixReason: string | null
  reopenReason: string | null
  busy: boolean
  onRetry: () => void
  onLink: () => void
  onReopen: () => void
}) {
  const t = useTranslations('order')
  const { order } = props
  const { push } = order
  const parked = push.state === 'parked'
  const said = push.problem?.said ?? null
  const entryId = push.problem?.entryId ?? null
  const nowMs = useNow()
  const isHeldUp = push.nextAttemptAt !== null && Date.parse(push.nextAttemptAt) < nowMs - overdueMs
  const isActive = push.state === 'sending' || (push.state === 'waiting' && !isHeldUp)
  return (
    <Card
      title={t('erp')}
      mark={<Badge tone={tones[push.state]}>{t(`push-${push.state}`)}</Badge>}
      footer={
        parked ? (
          <>
            <Button
              variant="primary"
              busy={props.busy}
              disabledReason={props.fixReason ?? whyNot(order.can.retry)}
              onClick={props.onRetry}
            >
              {t('retry')}
            </Button>
            <Button disabledReason={props.fixReason ?? whyNot(order.can.linkExisting)} onClick={props.onLink}>
              {t('linkExisting')}
            </Button>
            <Button disabledReason={props.reopenReason ?? whyNot(order.can.reopen)} onClick={props.onReopen}>
              {t('reopen')}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <output className="flex items-start gap-2 text-pretty">
          {isActive && <Spinner className="mt-0.5 text-soft" />}
          <span className="wrap-anywhere">{push.sentence}</span>
        </output>
        {push.problem !== null && push.problem.sentence !== push.sentence && (
          <p className="text-pretty wrap-anywhere">{push.problem.sentence}</p>
        )}
        {said !== null && (
          <div>
            <p className="text-small text-soft">{t('said')}</p>
            <blockquote className="border-l-2 border-line pl-3 wrap-anywhere whitespace-pre-line">
              {said}
            </blockquote>
          </div>
        )}
        {parked && entryId !== null && <CauseFix entryId={entryId} />}
        <Facts push={push} />
        <Verdict push={push} />
        {push.remote !== null && <RemoteNow order={order} />}
      </div>
    </Card>
  )
}

/** The way to what caused it: the customer, the product, the connection, as the inbox names it. */
function CauseFix(props: { entryId: string }) {
  const inbox = useEndpoint(listInbox, {})
  for (const group of inbox.data?.groups ?? []) {
    const entry = group.entries.find((one) => one.entryId === props.entryId)
    if (entry === undefined) continue
    const fixes = entry.fixes.filter(({ kind }) => leads.has(kind))
    return fixes.length === 0 ? null : (
      <div className="flex flex-wrap gap-2">
        <InboxFixes entry={{ ...entry, fixes }} cause={group.cause} />
      </div>
    )
  }
  return null
}

function Facts(props: { push: Push }) {
  const t = useTranslations('order')
  const format = useFormat()
  const { push } = props
  const nowMs = useNow()
  const next = push.nextAttemptAt
  const waits = push.state === 'waiting' || push.state === 'sending'
  const untilMs = next === null ? 0 : Date.parse(next) - nowMs
  const span = format.span(untilMs)
  return (
    <KeyValue
      facts={[
        push.reference !== null && {
          name: t('reference'),
          value: <CopyButton value={push.reference} name={t('copyReference')} show />,
        },
        push.remoteKey !== null && {
          name: t('remoteKey'),
          value: push.remoteKey,
          ...(push.how === null ? {} : { note: t(`how-${push.how}`) }),
        },
        push.acceptedAt !== null && {
          name: t('accepted'),
          value: (
            <time dateTime={push.acceptedAt} title={format.full(push.acceptedAt)}>
              {format.dateTime(push.acceptedAt)}
            </time>
          ),
        },
        push.attempts > 1 || (push.attempts > 0 && push.state !== 'in-erp')
          ? { name: t('attempts'), value: <Qty qty={push.attempts} /> }
          : null,
        waits && next !== null && untilMs > -overdueMs
          ? { name: t('nextAttempt'), value: span === null ? t('soon') : t('inSpan', { span }) }
          : null,
      ]}
    />
  )
}

function Verdict(props: { push: Push }) {
  const t = useTranslations('order')
  const { push } = props
  if (push.state !== 'in-erp') return null
  if (push.verified === null) {
    return (
      <output className="flex items-center gap-2 text-soft">
        <Spinner />
        {t('verifying')}
      </output>
    )
  }
  if (push.verified === 'verified') {
    return (
      <div>
        <StatusMark tone="green" className="font-semibold">
          {t('verified')}
        </StatusMark>
        <p className="pl-5 text-small text-soft">{t('verifiedNote')}</p>
      </div>
    )
  }
  return (
    <div>
      <StatusMark tone="amber" className="font-semibold">
        {t('different', { count: push.differences.length })}
      </StatusMark>
      <p className="pl-5 text-small text-soft">{t('differentNote')}</p>
      <ul className="mt-2 flex flex-col gap-2 pl-5">
        {push.differences.map((one, index) => (
          <li key={`${index}${one.what}`} className="wrap-anywhere">
            <span className="font-semibold">{one.what}</span>
            <span className="block text-small">
              {t('expected', { value: one.expected === '' ? t('empty') : one.expected })}
            </span>
            <span className="block text-small text-amber-text">
              {t('seen', { value: one.seen === '' ? t('empty') : one.seen })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function RemoteNow(props: { order: OrderView }) {
  const t = useTranslations('order')
  const format = useFormat()
  const { order } = props
  const { remote, remoteSeenAt } = order.push
  if (remote === null) return null
  return (
    <section className="border-t border-line pt-3">
      <div className="mb-2 flex flex-wrap justify-between gap-x-3">
        <h3 className="font-semibold">{t('remoteNow')}</h3>
        {remoteSeenAt !== null && (
          <span className="text-soft">
            <Age at={remoteSeenAt} seen staleAfterMs={staleAfterMs} />
          </span>
        )}
      </div>
      <KeyValue
        facts={[
          {
            name: t('pushState'),
            value:
              remote.status === 'void' ? (
                <StatusMark tone="red">{t('remote-void')}</StatusMark>
              ) : (
                t(`remote-${remote.status}`)
              ),
            ...(remote.stage === '' ? {} : { note: t('stage', { stage: remote.stage }) }),
          },
          { name: t('total'), value: <Money amount={remote.total} currency={order.currency} /> },
          remote.dispatchedAt !== null && {
            name: t('dispatched'),
            value: (
              <time dateTime={remote.dispatchedAt} title={format.full(remote.dispatchedAt)}>
                {format.dateTime(remote.dispatchedAt)}
              </time>
            ),
          },
          order.carrier !== null && { name: t('carrier'), value: order.carrier },
          order.trackingCode !== null && {
            name: t('tracking'),
            value: <CopyButton value={order.trackingCode} name={t('tracking')} show />,
          },
        ]}
      />
    </section>
  )
}
