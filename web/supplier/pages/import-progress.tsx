// How far an import is: counts, a bar, and the time left where it can be known.
import { useTranslations } from 'use-intl'
import type { ImportView } from '../../../src/contract/imports.ts'
import { useFormat } from '../../kit/format.ts'
import { Progress } from '../../ui/progress.tsx'

export function ImportProgress(props: { current: ImportView }) {
  const t = useTranslations('imports')
  const format = useFormat()
  const { current } = props
  const reading = current.state === 'reading'
  const done = reading ? current.rowsRead : current.rowsApplied
  const all = reading ? current.rowsExpected : current.rowsToApply
  const count =
    all === null
      ? t('readSoFar', { done })
      : reading
        ? t('readOf', { done, all: Math.max(all, done) })
        : t('doneOf', { done, all })
  const span = current.secondsLeft === null ? null : format.span(current.secondsLeft * 1_000)
  return (
    <div className="mb-5 max-w-2xl">
      <Progress
        label={reading ? t('reading') : t('applying')}
        value={all === null || all === 0 ? null : Math.min(done, all)}
        max={all === null || all === 0 ? undefined : all}
        detail={span === null ? count : `${count} · ${t('left', { span })}`}
      />
      <p className="mt-2 text-small text-soft">{t('leave')}</p>
    </div>
  )
}
