// Where one of our records stands with Cin7: linked to what and how fresh, or not linked and how to link it. Unlinking
// can be undone, so it asks nothing.
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Age } from '../../ui/age.tsx'
import { Card } from '../../ui/page.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'

export function LinkCard(props: {
  link: { remoteKey: string; name: string; seenAt: string } | null
  /** Why it matters that nothing is linked. */
  missing: string
  actions: ReactNode
}) {
  const t = useTranslations('record')
  const { link } = props
  return (
    <Card
      title="Cin7"
      mark={
        link === null ? (
          <StatusMark tone="red">{t('notLinked')}</StatusMark>
        ) : (
          <StatusMark tone="green">{t('linked')}</StatusMark>
        )
      }
      footer={props.actions}
    >
      {link === null ? (
        <p className="text-pretty">{props.missing}</p>
      ) : (
        <>
          <p className="mb-2 font-semibold wrap-anywhere">{link.name}</p>
          <KeyValue
            facts={[
              {
                name: t('remoteId'),
                value: <CopyButton value={link.remoteKey} name={t('remoteId')} show />,
              },
              { name: t('seen'), value: <Age at={link.seenAt} /> },
            ]}
          />
        </>
      )}
    </Card>
  )
}
