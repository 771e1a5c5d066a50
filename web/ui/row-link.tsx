// The link that opens a row. A real address, so it can be opened in another tab; a plain press stays in the app.
import type { MouseEvent, ReactNode } from 'react'

export function RowLink<Row>(props: {
  row: Row
  rowHref?: ((row: Row) => string) | undefined
  onOpen?: ((row: Row) => void) | undefined
  children: ReactNode
}) {
  const { row, rowHref, onOpen } = props
  if (rowHref === undefined) return <span className="font-semibold">{props.children}</span>
  return (
    <a
      href={rowHref(row)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0 || onOpen === undefined)
          return
        event.preventDefault()
        onOpen(row)
      }}
      className="inline-block max-w-full truncate rounded-small align-bottom font-semibold leading-6 text-ink outline-offset-0 hover:text-accent hover:underline"
    >
      {props.children}
    </a>
  )
}

/** Whether a press landed on the row itself, and not on something in it or on words being selected. */
export function pressedRow(event: MouseEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.button !== 0) return false
  if (
    event.target instanceof Element &&
    event.target.closest('a, button, input, label, textarea, [role=checkbox]') !== null
  ) {
    return false
  }
  return window.getSelection()?.isCollapsed !== false
}
