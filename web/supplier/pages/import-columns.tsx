// The columns of an import: what Cin7 has, and what happens with it: made, changed and how, linked instead, or why not.
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import type { listImportRows } from '../../../src/contract/imports.ts'
import type { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { Column } from '../../ui/table-types.ts'
import type { ImportKind } from './import-watch.ts'

type Row = AnswerOf<typeof listImportRows>['items'][number]
type Words = ReturnType<typeof useTranslations<'imports'>>
type Options = {
  t: Words
  kind: ImportKind
  choosing: boolean
  /** Nothing more happens to the rows: all that were chosen are in (`done`), or some may not be. */
  ended: 'done' | 'stopped' | null
  onChoose: (rowNo: number, choice: Row['choice']) => void
}

export function importColumns(options: Options): Column<Row>[] {
  const { t, kind } = options
  return [
    { id: 'name', header: t('name'), cell: (row) => row.name, mobile: 'title', wrap: true },
    {
      id: 'code',
      header: kind === 'customers' ? t('account') : t('code'),
      cell: (row) => row.code,
      width: '8.5rem',
      mobile: 'end',
    },
    {
      id: 'detail',
      header: t('detail'),
      cell: (row) => row.detail,
      mobile: 'subtitle',
      from: 'lg',
      wrap: true,
    },
    {
      id: 'what',
      header: options.ended !== null ? t('whatHappened') : t('what'),
      cell: (row) => <What row={row} {...options} />,
      width: '24rem',
      mobile: 'meta',
      wrap: true,
    },
  ]
}

function What(props: Options & { row: Row }) {
  const { t, row, choosing, ended, onChoose } = props
  if (row.outcome !== null) return <Outcome t={t} row={row} />
  if (row.tab === 'unusable') return <span className="text-amber-text">{row.reason}</span>
  if (row.tab === 'linked') return <span className="text-soft">{row.reason ?? t('upToDate')}</span>
  // A chosen row of an import that is done has an outcome: it is on its way to this page.
  if (ended === 'done' && row.choice !== 'none') return null
  if (ended !== null) return <span className="text-soft">{t('leftOut')}</span>
  return (
    <span className="flex flex-col gap-0.5">
      {row.changes.map((change) => (
        <span key={change.field}>
          {t('change', {
            field: change.field,
            from: change.from === '' ? t('nothing') : change.from,
            to: change.to === '' ? t('nothing') : change.to,
          })}
        </span>
      ))}
      {row.reason !== null && <span className="text-soft">{row.reason}</span>}
      {row.match === null && row.tab === 'new' && row.reason === null && (
        <span className="text-soft">{row.choice === 'none' ? t('notHere') : t('makes')}</span>
      )}
      {row.match !== null && (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span>
            {row.choice === 'link'
              ? t('willLink', { name: row.match.name })
              : t('likely', { name: row.match.name, reason: row.match.reason })}
          </span>
          {choosing && (
            <Button
              size="small"
              className="md:h-6!"
              aria-label={
                row.choice === 'link'
                  ? t('makeNamed', { name: row.name })
                  : t('linkNamed', { name: row.name, match: row.match.name })
              }
              onClick={() => onChoose(row.rowNo, row.choice === 'link' ? 'apply' : 'link')}
            >
              {row.choice === 'link' ? t('makeNew') : t('linkInstead')}
            </Button>
          )}
        </span>
      )}
    </span>
  )
}

function Outcome(props: { t: Words; row: Row }) {
  const { t, row } = props
  const failed = row.outcome === 'failed'
  const words = { created: t('created'), updated: t('updated'), linked: t('linkedNow'), failed: t('failed') }
  return (
    <span className="flex flex-col">
      <StatusMark tone={failed ? 'red' : 'green'}>
        {row.outcome === null ? '' : words[row.outcome]}
      </StatusMark>
      {row.outcomeSentence !== null && (
        <span className={failed ? '' : 'text-soft'}>{row.outcomeSentence}</span>
      )}
    </span>
  )
}
