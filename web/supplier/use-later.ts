// A box that is typed into at once and reports a little later: the address and the server need not hear every letter.
import { useEffect, useRef, useState } from 'react'

const waitMs = 250

/** `value` is what is in force; when it changes from outside (a link, Back) the box follows. */
export function useLater(value: string, report: (value: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  const latest = useRef(report)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    latest.current = report
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  if (value !== seen) {
    setSeen(value)
    // What was typed since is newer than the address.
    if (value !== typed.trim()) setTyped(value)
  }
  return [
    typed,
    (next) => {
      setTyped(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => latest.current(next.trim()), next === '' ? 0 : waitMs)
    },
  ]
}
