// How to connect: Cin7's own screens in words, with the exact names of its boxes, then the two fields.
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ConnectionView } from '../../../src/contract/connection.ts'
import { toast } from '../../kit/toasts.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/page.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import { useMayNot } from '../desk-session.ts'
import { KeyForm } from '../forms/key-form.tsx'

const bold = { b: (chunks: ReactNode) => <b>{chunks}</b> }

export function Cin7Connect(props: { address: string; earlier: ConnectionView | null }) {
  const t = useTranslations('cin7')
  const mayNot = useMayNot()('connection.manage')
  const { earlier } = props
  return (
    <>
      {earlier !== null && (
        <div className="mb-5">
          <Notice tone="grey" title={t('wasConnected')}>
            {t('wasConnectedWords', { username: earlier.username })}
          </Notice>
        </div>
      )}
      <p className="mb-5 text-pretty text-soft">{t('connectIntro')}</p>
      <Section title={t('steps')} first>
        <ol className="flex max-w-2xl list-decimal flex-col gap-2.5 pl-5 marker:text-soft">
          <li>{t.rich('step1', bold)}</li>
          <li>{t.rich('step2', bold)}</li>
          <li>
            {t('step3')}
            <div className="mt-1.5 rounded-control bg-sunken px-3.5 py-2.5">
              <KeyValue
                facts={[
                  { name: t('boxCreate'), value: <b>{t('boxCreateWhat')}</b> },
                  { name: t('boxRead'), value: <b>{t('boxReadWhat')}</b> },
                  { name: t('boxNone'), value: t('boxNoneWhat') },
                ]}
              />
            </div>
          </li>
          <li>{t.rich('step4', bold)}</li>
        </ol>
      </Section>
      <Section>
        <KeyForm
          username={earlier?.username ?? ''}
          address={props.address}
          submit={t('connect')}
          disabledReason={mayNot}
          onDone={(connection) => toast.done(t('connectedNow', { username: connection.username }))}
        />
      </Section>
    </>
  )
}
