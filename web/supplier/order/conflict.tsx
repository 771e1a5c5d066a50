// When somebody else changed the order while something was typed here: who, what, and a way on that loses nothing.
import type { Ref } from 'react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../kit/format.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import { changedDetails, lineFields, same } from './draft.ts'
import type { DetailKey, Draft } from './draft.ts'
import { nameOf } from './rebase.ts'
import type { Clash } from './rebase.ts'
import { Changes } from './order-timeline.tsx'
import type { TimelineEvent } from './order-timeline.tsx'

export function StalePanel({
  ref,
  ...props
}: {
  /** Takes the focus when somebody asks for it. */
  ref: Ref<HTMLDivElement>
  /** What happened since, newest first. */
  events: readonly TimelineEvent[]
  /** The order can no longer be changed: what it is now, in a word. */
  lockedAs: string | null
  base: Draft
  mine: Draft
  onRebase: () => void
  onDiscard: () => void
}) {
  const t = useTranslations('order')
  const format = useFormat()
  const { events, lockedAs } = props
  const who = events.find((event) => event.actorKind === 'person')?.actorName ?? t('staleUnknown')
  const mine = useMyChanges(props.base, props.mine)
  return (
    <div ref={ref} tabIndex={-1} className="mb-5">
      <Notice tone="amber" title={t('staleTitle', { who })}>
        <p>{lockedAs === null ? t('staleNote') : t('staleLocked', { label: lockedAs })}</p>
        {events.length > 0 && (
          <section className="mt-2">
            <h2 className="text-small font-semibold">{t('staleTheirs')}</h2>
            <ul>
              {events.map((event) => (
                <li key={event.eventId}>
                  {event.sentence} <span className="text-soft">({format.dateTimeInside(event.at)})</span>
                  <Changes changes={event.changes} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <section className="mt-2">
          <h2 className="text-small font-semibold">{t('staleMine')}</h2>
          <Changes changes={mine} />
        </section>
        <div className="mt-3 flex flex-wrap gap-2">
          {lockedAs === null ? (
            <>
              <Button variant="primary" onClick={props.onRebase} className="whitespace-normal!">
                {t('staleLoad')}
              </Button>
              <Button onClick={props.onDiscard}>{t('staleDiscard')}</Button>
            </>
          ) : (
            <Button onClick={props.onDiscard}>{t('staleLoadLocked')}</Button>
          )}
        </div>
      </Notice>
    </div>
  )
}

/** After theirs was loaded: the values that both had changed, each one press from being mine again. */
export function ClashPanel(props: {
  clashes: readonly Clash[]
  onRedo: (clash: Clash) => void
  onKeep: (clash: Clash) => void
}) {
  const t = useTranslations('order')
  const what = useClashWords()
  if (props.clashes.length === 0) return null
  return (
    <div className="mb-5">
      <Notice tone="amber" title={t('clashTitle', { count: props.clashes.length })}>
        <p>{t('clashNote')}</p>
        <ul className="mt-2 divide-y divide-line">
          {props.clashes.map((clash) => (
            <li
              key={
                clash.kind === 'removed-by-them'
                  ? clash.line.key
                  : `${clash.key}${'field' in clash ? clash.field : ''}`
              }
              className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2"
            >
              <span className="min-w-48 flex-1 wrap-anywhere">{what(clash)}</span>
              <Button size="small" onClick={() => props.onRedo(clash)}>
                {clash.kind === 'removed-by-me'
                  ? t('clashRemove')
                  : clash.kind === 'removed-by-them'
                    ? t('clashAddAgain')
                    : t('clashUseMine')}
              </Button>
              <Button size="small" variant="quiet" onClick={() => props.onKeep(clash)}>
                {t('clashKeep')}
              </Button>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

function useClashWords(): (clash: Clash) => string {
  const t = useTranslations('order')
  const detail = useDetailName()
  const value = (text: string) => (text === '' ? t('empty') : text)
  const fieldNames = { quantity: t('quantity'), unitPrice: t('price'), comment: t('comment') }
  return (clash) => {
    if (clash.kind === 'removed-by-me') return `${clash.name}: ${t('clashRemovedByMe')}`
    if (clash.kind === 'removed-by-them') return `${clash.name}: ${t('clashRemovedByThem')}`
    const name = clash.kind === 'detail' ? detail(clash.key) : `${clash.name} · ${fieldNames[clash.field]}`
    const both = `${t('clashMine', { value: value(clash.mine) })}, ${t('clashTheirs', { value: value(clash.theirs) })}`
    return `${name}: ${both}`
  }
}

function useDetailName(): (key: DetailKey) => string {
  const t = useTranslations('order')
  return (key) => {
    const [whole, field] = key.split('.') as [
      'poNumber' | 'deliveryAddress' | 'billingAddress',
      'city' | undefined,
    ]
    return field === undefined ? t(whole) : `${t(whole)} · ${t(field)}`
  }
}

function useMyChanges(base: Draft, mine: Draft): { what: string; from: string; to: string }[] {
  const t = useTranslations('order')
  const detail = useDetailName()
  const names = { quantity: t('quantity'), unitPrice: t('price'), comment: t('comment') }
  const before = new Map(base.lines.map((line) => [line.key, line]))
  const kept = new Set(mine.lines.map((line) => line.key))
  return [
    ...changedDetails(base.details, mine.details).map((key) => ({
      what: detail(key),
      from: base.details[key],
      to: mine.details[key],
    })),
    ...mine.lines.flatMap((line) => {
      const was = before.get(line.key)
      if (was === undefined)
        return [{ what: t('lines'), from: '', to: `${line.quantity} × ${nameOf(line)} (${line.code})` }]
      return lineFields
        .filter((field) => !same(was[field], line[field]))
        .map((field) => ({ what: `${nameOf(line)} · ${names[field]}`, from: was[field], to: line[field] }))
    }),
    ...base.lines
      .filter((line) => !kept.has(line.key))
      .map((line) => ({
        what: t('lines'),
        from: `${line.quantity} × ${nameOf(line)} (${line.code})`,
        to: '',
      })),
  ]
}
