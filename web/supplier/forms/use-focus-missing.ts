// Brings the first field that needs a fix into sight when a form finds out by itself, before anything is sent. What the
// server refuses is shown by the form itself.
import { useEffect } from 'react'

/** `missing` is a new object on every press, so that each press leads there again. */
export function useFocusMissing(missing: Readonly<Record<string, string>>): void {
  useEffect(() => {
    const name = Object.keys(missing)[0]
    if (name === undefined) return
    const key = CSS.escape(name)
    const field = document.querySelector<HTMLElement>(
      `[name="${key}"]:not([aria-hidden=true]), [data-field="${key}"]`,
    )
    field?.focus({ preventScroll: true })
    field?.scrollIntoView({ block: 'center' })
  }, [missing])
}
