// After approval: where the sales order stands, what Cin7 has now and how old that news is. What is wrong with it
// stands at the page's head. Never says verified before it was read back and compared.
import { useTranslations } from 'use-intl'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { useFormat } from '../../kit/format.ts'
import { TextLink } from '../../kit/link.tsx'
import { Age, useNow } from '../../ui/age.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Money, Qty } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Badge, StatusMark } from '../../ui/status-mark.tsx'
import type { Tone } from '../../ui/status-mark.tsx'
import { differenceShown } from './differences.ts'

type Push = OrderView['push']

const tones: Record<Push['state'], Tone> = {
  none: 'grey',
  'not-needed': 'grey',
  waiting: 'amber',
  sending: 'amber',
  'in-erp': 'blue',
  parked: 'red',
}
/** What Cin7 has is looked at every minute or so; older than this is worth a colour. */
const staleAfterMs = 15 * 60_000
/** An attempt due longer ago than this is held up. Its sentence says by what. */
const overdueMs = 15_000

export function ErpCard(props: { order: OrderView }) {
  const t = useTranslations('order')
  const { order } = props
  const { push } = order
  const parked = push.state === 'parked'
  const nowMs = useNow()
  const isHeldUp =
    push.stopped || (push.nextAttemptAt !== null && Date.parse(push.nextAttemptAt) < nowMs - overdueMs)
  const isActive = push.state === 'sending' || (push.state === 'waiting' && !isHeldUp)
  const isVoided = push.state === 'in-erp' && push.remote?.status === 'void'
  return (
    <Card
      title={t('erp')}
      mark={
        isVoided ? (
          <Badge tone={order.status === 'cancelled' ? 'grey' : 'red'}>{t('remote-void')}</Badge>
        ) : (
          <Badge tone={tones[push.state]}>{t(`push-${push.state}`)}</Badge>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {!parked && (
          <output className="flex items-start gap-2 text-pretty">
            {isActive && <Spinner className="mt-0.5 text-soft" />}
            <span className="wrap-anywhere">
              {push.sentence}
              {push.stopped && (
                <>
                  {' '}
                  <TextLink to="/settings/cin7">{t('openConnection')}</TextLink>
                </>
              )}
            </span>
          </output>
        )}
        <Facts push={push} isHeldUp={isHeldUp} />
        {!isVoided && <Verdict order={order} />}
        {push.remote !== null && <RemoteNow order={order} />}
      </div>
    </Card>
  )
}

function Facts(props: { push: Push; isHeldUp: boolean }) {
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
        waits && next !== null && !props.isHeldUp
          ? { name: t('nextAttempt'), value: span === null ? t('soon') : t('inSpan', { span }) }
          : null,
      ]}
    />
  )
}

function Verdict(props: { order: OrderView }) {
  const t = useTranslations('order')
  const format = useFormat()
  const { push, currency } = props.order
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
      <StatusMark tone="green" className="font-semibold">
        {t('verified')}
      </StatusMark>
    )
  }
  const differences = push.differences.map((one) =>
    differenceShown(one, (amount) => format.money(amount, currency)),
  )
  return (
    <div>
      <StatusMark tone="amber" className="font-semibold">
        {t('different', { count: differences.length })}
      </StatusMark>
      <p className="pl-5 text-small text-soft">{t('differentNote')}</p>
      <ul className="mt-2 flex flex-col gap-2 pl-5">
        {differences.map((one, index) => (
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
