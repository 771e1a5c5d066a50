// Asks again every so often while the tab is in sight, for lists read bit by bit.
import { useEffect, useRef } from 'react'

export function usePolling(ask: () => unknown, everyMs: number): void {
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}
