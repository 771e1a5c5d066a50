// Whether a media query holds, live. For layouts that need other markup, not only other styles.
import { useSyncExternalStore } from 'react'

/** @param query a CSS media query, such as `(width < 48rem)`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )
}

/** True below 768 px, where the desk becomes a phone app. */
export function usePhone(): boolean {
  return useMedia('(width < 48rem)')
}
