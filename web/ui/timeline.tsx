// What happened to a record, newest first: who, what, when.
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { ToneShape } from './status-mark.tsx'
import type { Tone } from './status-mark.tsx'

export type Happening = {
  id: string
  what: ReactNode
  who?: ReactNode
  when: ReactNode
  tone?: Tone | undefined
  detail?: ReactNode
}

export function Timeline(props: { label: string; items: readonly Happening[] }) {
  return (
    <ol aria-label={props.label}>
      {props.items.map((item, index) => (
        <li key={item.id} className="relative flex gap-3 pb-4 last:pb-0">
          {index < props.items.length - 1 && (
            <span aria-hidden className="absolute top-5 bottom-0 left-2 w-px bg-line" />
          )}
          <span className={cx('flex h-5 w-4 shrink-0 items-center justify-center')}>
            {item.tone === undefined ? (
              <span aria-hidden className="size-1.5 rounded-full bg-edge" />
            ) : (
              <ToneShape tone={item.tone} />
            )}
          </span>
          <div className="min-w-0 flex-1">
            <div className="wrap-anywhere">{item.what}</div>
            <div className="flex flex-wrap gap-x-1.5 text-small text-soft">
              {item.who !== undefined && (
                <>
                  <span>{item.who}</span>
                  <span aria-hidden>·</span>
                </>
              )}
              <span>{item.when}</span>
            </div>
            {item.detail !== undefined && <div className="mt-1">{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
