// Everything that happened to an order, newest first, with each changed value.
import { useTranslations } from 'use-intl'
import type { z } from 'zod'
import type { timelineEvent } from '../../../src/contract/order-views.ts'
import { useFormat } from '../../kit/format.ts'
import { LoadProblem } from '../../kit/problem.tsx'
import { Section } from '../../ui/page.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { Tone } from '../../ui/status-mark.tsx'
import { Timeline } from '../../ui/timeline.tsx'

export type TimelineEvent = z.output<typeof timelineEvent>

const tones: Readonly<Record<string, Tone>> = {
  'sales-order-made': 'blue',
  'sales-order-found': 'blue',
  'sales-order-linked': 'blue',
  'sales-order-verified': 'blue',
  'sales-order-different': 'amber',
  'sales-order-held-up': 'amber',
  'sales-order-unclear': 'amber',
  'sales-order-stuck': 'red',
  'changed-in-erp': 'amber',
  'part-shipped': 'green',
  shipped: 'green',
}
const shownAtOnce = 5

export function OrderTimeline(props: {
  events: readonly TimelineEvent[] | undefined
  error: unknown
  onRetry: () => void
}) {
  const t = useTranslations('order')
  const format = useFormat()
  return (
    <Section title={t('timeline')}>
      {props.events === undefined ? (
        props.error === null ? (
          <SkeletonLines lines={4} />
        ) : (
          <LoadProblem compact error={props.error} onRetry={props.onRetry} />
        )
      ) : (
        <Timeline
          label={t('timeline')}
          items={props.events.map((event) => ({
            id: event.eventId,
            what: event.sentence,
            who: event.actorName,
            when: (
              <time dateTime={event.at} title={format.full(event.at)}>
                {format.dateTime(event.at)}
              </time>
            ),
            tone: tones[event.kind],
            ...(event.changes.length > 0 ? { detail: <Changes changes={event.changes} /> } : {}),
          }))}
        />
      )}
    </Section>
  )
}

export function Changes(props: { changes: TimelineEvent['changes'] }) {
  const t = useTranslations('order')
  const { changes } = props
  const rest = changes.slice(shownAtOnce)
  return (
    <div className="text-small text-soft">
      <ChangeList changes={changes.slice(0, shownAtOnce)} />
      {rest.length > 0 && (
        <details>
          <summary className="inline-block min-h-6 rounded-small font-semibold text-accent">
            {t('moreChanges', { count: rest.length })}
          </summary>
          <ChangeList changes={rest} />
        </details>
      )}
    </div>
  )
}

function ChangeList(props: { changes: TimelineEvent['changes'] }) {
  const t = useTranslations('order')
  const value = (text: string) => (text === '' ? t('empty') : text)
  return (
    <ul>
      {props.changes.map((one, index) => (
        <li key={`${index}${one.what}`} className="wrap-anywhere">
          {t('fromTo', { what: one.what, from: value(one.from), to: value(one.to) })}
        </li>
      ))}
    </ul>
  )
}
