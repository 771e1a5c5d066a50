// A connection as it is: what stands in the way, what Purvey may do there (only what was seen), and its settings.
import { useIsMutating } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { checkConnection } from '../../../src/contract/connection.ts'
import type { ConnectionView } from '../../../src/contract/connection.ts'
import { useFormat } from '../../kit/format.ts'
import { TextLink } from '../../kit/link.tsx'
import { Age } from '../../ui/age.tsx'
import { cx } from '../../ui/cx.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Columns, Section } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Notice, StatusMark } from '../../ui/status-mark.tsx'
import type { Tone } from '../../ui/status-mark.tsx'
import { ConnectionSettings } from '../forms/connection-settings.tsx'
import { NextStep } from '../forms/setup-checklist.tsx'

type Line = ConnectionView['permissions'][number]

const tones: Record<Line['state'], Tone> = {
  allowed: 'green',
  proven: 'green',
  'not-ticked': 'red',
  unreachable: 'amber',
  'not-yet-proven': 'grey',
}

export function Cin7Connected(props: { connection: ConnectionView }) {
  const t = useTranslations('cin7')
  const format = useFormat()
  const { connection } = props
  const { retryAt, checkedAt } = connection
  return (
    <>
      <div className="mb-5 flex flex-col gap-3 empty:hidden">
        {connection.state === 'needs-attention' && (
          <Notice tone="red" title={connection.stateSentence ?? t('attentionTitle')}>
            {t('attentionWords')}
          </Notice>
        )}
        {connection.paused && (
          <Notice tone="amber" title={t('pausedTitle')}>
            {t('pausedWords')}
          </Notice>
        )}
        {connection.state === 'connected' && !connection.paused && <NextStep after="connect" />}
      </div>
      <Columns
        side={
          <>
            <section>
              <h2 className="mb-2 font-semibold">{t('account')}</h2>
              <KeyValue
                facts={[
                  { name: t('apiUsername'), value: connection.username },
                  { name: t('address'), value: connection.address },
                  { name: t('since'), value: format.dateTime(connection.stateSince) },
                  {
                    name: t('checkedAt'),
                    value: checkedAt === null ? t('never') : <Age at={checkedAt} />,
                  },
                  retryAt !== null && { name: t('retryAt'), value: format.time(retryAt) },
                ]}
              />
              <p className="mt-3">
                <TextLink to="/sync">{t('sync')}</TextLink>
              </p>
            </section>
          </>
        }
      >
        <Section title={t('report')} note={t('reportNote')} first>
          <Permissions lines={connection.permissions} />
        </Section>
        <ConnectionSettings connection={connection} />
      </Columns>
    </>
  )
}

/** `ProductOptions` as on Cin7's page: “Product options”. */
function inWords(resource: string): string {
  return resource.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function Permissions(props: { lines: readonly Line[] }) {
  const t = useTranslations('cin7')
  const checking = useIsMutating({ mutationKey: [checkConnection.name] }) > 0
  return (
    <ul aria-busy={checking}>
      {props.lines.map((line) => (
        <li
          key={`${line.verb} ${line.resource}`}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-5 border-b border-line py-1.5 last:border-0 md:grid-cols-[13rem_9rem_minmax(0,1fr)]"
        >
          <span>
            <span className="text-soft">{line.verb === 'read' ? t('verbRead') : t('verbCreate')}</span>{' '}
            {inWords(line.resource)}
          </span>
          {checking && line.verb === 'read' ? (
            <span className="flex items-center gap-1.5 text-soft">
              <Spinner /> {t('checking')}
            </span>
          ) : (
            <StatusMark tone={tones[line.state]}>{t(line.state)}</StatusMark>
          )}
          <span
            className={cx(
              'text-pretty max-md:col-span-full',
              line.state === 'not-ticked' || line.state === 'unreachable' ? '' : 'text-soft',
            )}
          >
            {line.sentence}
          </span>
        </li>
      ))}
    </ul>
  )
}
