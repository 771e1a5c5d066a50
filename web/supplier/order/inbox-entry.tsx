// One stuck thing: the sentence, the thing, the fixes, and, folded away, what was asked and answered.
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { InboxEntryView } from '../../../src/contract/inbox.ts'
import { useFormat } from '../../kit/format.ts'
import { TextLink } from '../../kit/link.tsx'
import { Age } from '../../ui/age.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Tag, ToneShape } from '../../ui/status-mark.tsx'
import { InboxFixes } from './inbox-fixes.tsx'

export function InboxEntry(props: {
  entry: InboxEntryView
  cause: string
  open: boolean
  onOpen: (open: boolean) => void
}) {
  const t = useTranslations('inbox')
  const format = useFormat()
  const { entry } = props
  return (
    <li className="py-4">
      <div className="flex items-start gap-2.5">
        <ToneShape tone="red" className="mt-0.75" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="min-w-0 wrap-anywhere">
              {entry.orderId === null ? (
                entry.subjectLabel
              ) : (
                <TextLink to="/orders/$orderId" params={{ orderId: entry.orderId }}>
                  {entry.subjectLabel}
                </TextLink>
              )}
            </h3>
            <span className="text-small text-soft">
              <span title={format.full(entry.openedAt)}>
                {t('opened', { at: format.dateTimeInside(entry.openedAt) })}
              </span>
              {entry.seenCount > 1 && <> · {t('seenTimes', { count: entry.seenCount })}</>}
            </span>
          </div>
          <p className="mt-0.5 max-w-prose text-pretty wrap-anywhere">{entry.sentence}</p>
          <div className="mt-2.5 flex flex-wrap gap-2">
            <InboxFixes entry={entry} cause={props.cause} />
          </div>
          <details
            className="group mt-2"
            open={props.open}
            onToggle={(event) => {
              if (event.currentTarget.open !== props.open) props.onOpen(event.currentTarget.open)
            }}
          >
            <summary className="inline-flex min-h-7 list-none items-center gap-1 rounded-control pr-2 text-soft hover:text-ink max-md:min-h-11 [&::-webkit-details-marker]:hidden">
              <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
              {t('detail')}
            </summary>
            {props.open && <EntryDetail entry={entry} />}
          </details>
        </div>
      </div>
    </li>
  )
}

function EntryDetail(props: { entry: InboxEntryView }) {
  const t = useTranslations('inbox')
  const { entry } = props
  const parts = Object.entries(entry.detail).filter(([, value]) => value !== null && value !== undefined)
  return (
    <div className="flex max-w-4xl flex-col gap-3 pt-2 pb-1 md:pl-5">
      <KeyValue
        facts={[
          entry.field !== null && { name: t('field'), value: <Tag>{entry.field}</Tag> },
          entry.said !== null && {
            name: t('said'),
            value: <span className="whitespace-pre-line">{entry.said}</span>,
          },
          { name: t('lastSeen'), value: <Age at={entry.lastSeenAt} /> },
        ]}
      />
      {parts.length === 0 ? (
        <p className="text-soft">{t('nothingMore')}</p>
      ) : (
        parts.map(([name, value]) => <DetailText key={name} name={name} value={value} />)
      )}
    </div>
  )
}

function DetailText(props: { name: string; value: unknown }) {
  const [text] = useState(() => readable(props.value))
  return (
    <div>
      <div className="flex items-center gap-2">
        <span className="font-mono text-small text-soft">{props.name}</span>
        <CopyButton value={text} name={props.name} />
      </div>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={props.name}
        className="max-h-80 overflow-auto rounded-control bg-sunken p-3 font-mono text-small"
      >
        {text}
      </pre>
    </div>
  )
}

/** JSON with its lines, whether it came as a value or as text. */
export function readable(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return value
  }
}
