// Keys as drawn on a keyboard. `g o` means g, then o.
import { Fragment } from 'react'

export function Kbd(props: { keys: string }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {props.keys.split(' ').map((key, index) => (
        <Fragment key={`${index}${key}`}>
          <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-small border border-line bg-sunken px-1 font-sans text-small text-soft">
            {key}
          </kbd>
        </Fragment>
      ))}
    </span>
  )
}
