// A small turning ring for work of unknown length inside a control. Pages use skeletons instead.
import { cx } from './cx.ts'

export function Spinner(props: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cx('size-4 shrink-0 animate-spin', props.className)}>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
