// Whether a table's columns still fit where it stands. When they don't, cards take their place.
import { useLayoutEffect, useState } from 'react'
import type { RefObject } from 'react'
import type { Column } from './table-types.ts'

const phonePx = 560
/** What a column without a width of its own needs to be readable, in rem. */
const looseRem = 9
const fromRem = { lg: 64, xl: 80 }

export function useNarrow<Row>(box: RefObject<HTMLElement | null>, columns: readonly Column<Row>[]): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth < phonePx)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const judge = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const shown = columns.filter(
        ({ from }) => from === undefined || window.innerWidth >= fromRem[from] * rem,
      )
      const need = shown.reduce((sum, { width }) => sum + pixels(width ?? `${looseRem}rem`, rem), 0)
      setNarrow(element.clientWidth < Math.max(need, phonePx))
    }
    judge()
    const observer = new ResizeObserver(judge)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, columns])
  return narrow
}

function pixels(width: string, rem: number): number {
  const value = Number.parseFloat(width)
  if (Number.isNaN(value) || width.endsWith('%')) return looseRem * rem
  return width.endsWith('rem') ? value * rem : value
}
