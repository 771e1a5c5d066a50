// The light that says whether the ERP hears us: colour, shape and word. A press leads to the sync page.
import { Link } from '@tanstack/react-router'
import { cx } from '../ui/cx.ts'
import { ToneShape } from '../ui/status-mark.tsx'
import type { Tone } from '../ui/status-mark.tsx'
import { Tooltip } from '../ui/tooltip.tsx'

export type ErpLightProps = {
  /** The ERP's name: `Cin7`. */
  name: string
  tone: Exclude<Tone, 'blue'>
  /** One or two words: `Connected`, `3 waiting`, `Needs you`. */
  word: string
  /** A sentence more, on hover and focus. */
  detail: string
  to: string
}

const words: Record<ErpLightProps['tone'], string> = {
  green: 'text-soft',
  amber: 'text-amber-text',
  red: 'text-red-text font-semibold',
  grey: 'text-soft',
}

export function ErpLight(props: ErpLightProps) {
  // On a phone the shape alone says that nothing is amiss; the room is for the search.
  const isQuiet = props.tone === 'green' || props.tone === 'grey'
  return (
    <Tooltip text={props.detail} side="bottom">
      <Link
        to={props.to}
        className="flex h-(--control) items-center gap-1.5 rounded-control px-2.5 transition-colors hover:bg-sheet"
      >
        <ToneShape tone={props.tone} />
        <span className="max-md:sr-only">{props.name}</span>
        <span className={cx('whitespace-nowrap', words[props.tone], isQuiet && 'max-md:sr-only')}>
          {props.word}
        </span>
      </Link>
    </Tooltip>
  )
}
