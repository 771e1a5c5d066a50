// The last hundred calls to Cin7; a row opens what was asked and answered, keys removed.
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { z } from 'zod'
import { getCall } from '../../../src/contract/connection.ts'
import type { callView } from '../../../src/contract/connection.ts'
import { useFormat } from '../../kit/format.ts'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Drawer } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { None } from '../../ui/money.tsx'
import { Section } from '../../ui/page.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { Tone } from '../../ui/status-mark.tsx'
import { Table } from '../../ui/table.tsx'
import type { Column } from '../../ui/table-types.ts'
import { readable } from '../order/inbox-entry.tsx'

type Call = z.output<typeof callView>
type Words = ReturnType<typeof useTranslations<'sync'>>
type Format = ReturnType<typeof useFormat>

const outcomes: Readonly<Record<string, Tone>> = {
  ok: 'green',
  busy: 'amber',
  unreachable: 'amber',
  ambiguous: 'amber',
  refused: 'red',
  misconfigured: 'red',
}

function outcomeWord(t: Words, outcome: string): string {
  switch (outcome) {
    case 'ok':
    case 'busy':
    case 'unreachable':
    case 'ambiguous':
    case 'refused':
    case 'misconfigured':
      return t(`outcome-${outcome}`)
    default:
      return outcome
  }
}

function purposeWord(t: Words, purpose: string): string {
  switch (purpose) {
    case 'connect':
    case 'push':
    case 'payment':
    case 'dispatch':
    case 'refresh':
    case 'import':
      return t(`purpose-${purpose}`)
    default:
      return purpose
  }
}

function columnsFor(t: Words, format: Format): Column<Call>[] {
  return [
    {
      id: 'request',
      header: t('request'),
      cell: (call) => (
        <span className="font-mono text-small font-normal">
          {t('callRow', { method: call.method, path: call.path })}
        </span>
      ),
      mobile: 'title',
    },
    {
      id: 'when',
      header: t('when'),
      cell: (call) => (
        <time dateTime={call.at} title={format.full(call.at)}>
          {format.dateTime(call.at)}
        </time>
      ),
      width: '9rem',
      mobile: 'subtitle',
    },
    {
      id: 'purpose',
      header: t('purpose'),
      cell: (call) => purposeWord(t, call.purpose),
      width: '7.5rem',
      mobile: 'meta',
    },
    {
      id: 'status',
      header: t('status'),
      cell: (call) => call.status ?? <None />,
      width: '4.5rem',
      align: 'end',
      mobile: 'end',
    },
    {
      id: 'took',
      header: t('took'),
      cell: (call) => t('ms', { ms: call.durationMs }),
      width: '6rem',
      align: 'end',
      mobile: 'meta',
    },
    {
      id: 'outcome',
      header: t('outcome'),
      cell: (call) => (
        <StatusMark tone={outcomes[call.outcome] ?? 'grey'}>{outcomeWord(t, call.outcome)}</StatusMark>
      ),
      width: '9.5rem',
      mobile: 'status',
    },
  ]
}

export function SyncCalls(props: { calls: readonly Call[] }) {
  const t = useTranslations('sync')
  const format = useFormat()
  const columns = useMemo(() => columnsFor(t, format), [t, format])
  const [open, setOpen] = useState<Call | null>(null)
  return (
    <Section title={t('calls')}>
      <Table
        label={t('calls')}
        columns={columns}
        rows={props.calls}
        rowKey={(call) => call.callId}
        rowName={(call) => t('callRow', { method: call.method, path: call.path })}
        rowHref={() => '#calls'}
        onOpen={setOpen}
        empty={
          <EmptyState compact title={t('callsNone')}>
            {t('callsNoneNote')}
          </EmptyState>
        }
      />
      <CallDrawer call={open} onClose={() => setOpen(null)} />
    </Section>
  )
}

function CallDrawer(props: { call: Call | null; onClose: () => void }) {
  const t = useTranslations('sync')
  const format = useFormat()
  const { call } = props
  const whole = useEndpoint(getCall, call === null ? null : { params: { callId: call.callId } }, {
    staleMs: 60_000,
  })
  return (
    <Drawer
      open={call !== null}
      onClose={props.onClose}
      wide
      title={t('callTitle')}
      {...(call === null ? {} : { description: t('callRow', { method: call.method, path: call.path }) })}
    >
      {call !== null && (
        <div className="flex flex-col gap-5 pb-5">
          <KeyValue
            facts={[
              { name: t('when'), value: format.full(call.at) },
              { name: t('purpose'), value: purposeWord(t, call.purpose) },
              {
                name: t('outcome'),
                value: (
                  <StatusMark tone={outcomes[call.outcome] ?? 'grey'}>
                    {outcomeWord(t, call.outcome)}
                  </StatusMark>
                ),
              },
              { name: t('status'), value: call.status ?? t('noAnswer') },
              { name: t('took'), value: t('ms', { ms: call.durationMs }) },
            ]}
          />
          {whole.isError ? (
            <LoadProblem compact error={whole.error} onRetry={() => void whole.refetch()} />
          ) : whole.data === undefined ? (
            <SkeletonLines lines={6} />
          ) : (
            <>
              <Body
                title={t('sent')}
                text={whole.data.request}
                none={t('nothingSent')}
                copy={t('copySent')}
              />
              <Body
                title={t('answered')}
                text={whole.data.response}
                none={t('nothingAnswered')}
                copy={t('copyAnswered')}
              />
              <p className="text-small text-soft">{t('secrets')}</p>
            </>
          )}
        </div>
      )}
    </Drawer>
  )
}

function Body(props: { title: string; text: string | null; none: string; copy: string }) {
  const text = props.text === null || props.text === '' ? null : readable(props.text)
  return (
    <section>
      <div className="mb-1 flex items-center gap-2">
        <h3 className="font-semibold">{props.title}</h3>
        {text !== null && <CopyButton value={text} name={props.copy} />}
      </div>
      {text === null ? (
        <p className="text-soft">{props.none}</p>
      ) : (
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, so the keyboard must reach it
          tabIndex={0}
          aria-label={props.title}
          className="max-h-[45dvh] overflow-auto rounded-control bg-sunken p-3 font-mono text-small wrap-anywhere whitespace-pre-wrap"
        >
          {text}
        </pre>
      )}
    </section>
  )
}
