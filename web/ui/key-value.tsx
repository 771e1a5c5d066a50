// A record's facts as name and value pairs.
import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Fact =
  | { name: string; value: ReactNode; note?: ReactNode; numeric?: boolean | undefined }
  | false
  | null

/** `sums` puts values at the right edge, for totals; the last one is strong. */
export function KeyValue(props: {
  facts: readonly Fact[]
  sums?: boolean | undefined
  stacked?: boolean | undefined
}) {
  const facts = props.facts.filter((fact) => fact !== null && fact !== false)
  const shape =
    props.stacked === true
      ? 'flex flex-col'
      : props.sums === true
        ? 'grid grid-cols-[1fr_auto]'
        : 'grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)]'
  return (
    <dl className={cx(shape, 'gap-x-5 gap-y-1.5')}>
      {facts.map((fact, index) => (
        <Fragment key={fact.name}>
          <dt className={cx('text-soft', props.stacked === true && index > 0 && 'mt-1.5')}>{fact.name}</dt>
          <dd
            className={cx(
              'min-w-0 wrap-anywhere',
              (props.sums === true || fact.numeric === true) && 'text-right',
              props.sums === true && index === facts.length - 1 && 'font-semibold',
            )}
          >
            {fact.value}
            {fact.note !== undefined && <div className="text-small font-normal text-soft">{fact.note}</div>}
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}
