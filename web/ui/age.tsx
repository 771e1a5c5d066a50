// How old something is, counting by itself: “seen 40s ago”. One clock serves every age on the page.
import { useSyncExternalStore } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { formatFull, formatSpan } from './format.ts'

const tickMs = 5_000
const listeners = new Set<() => void>()
let nowMs = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const each of listeners) each()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The present in epoch milliseconds, moving on every five seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    // A clock that nobody watched is stale; never older than one tick for its first reader.
    if (timer === undefined && Date.now() - nowMs > tickMs) nowMs = Date.now()
    return nowMs
  })
}

/** `seen` says “seen … ago”. Older than `staleAfterMs` it turns amber, with the words unchanged. */
export function Age(props: { at: string; seen?: boolean | undefined; staleAfterMs?: number | undefined }) {
  const t = useTranslations('ui')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? 'UTC'
  const ageMs = Math.max(0, useNow() - Date.parse(props.at))
  const age = formatSpan(ageMs, locale)
  const words =
    age === null
      ? t(props.seen === true ? 'seenJustNow' : 'justNow')
      : t(props.seen === true ? 'seenAgo' : 'ago', { age })
  const stale = props.staleAfterMs !== undefined && ageMs > props.staleAfterMs
  return (
    <time
      dateTime={props.at}
      title={formatFull(props.at, locale, timeZone)}
      className={cx('whitespace-nowrap', stale && 'text-amber-text')}
    >
      {words}
    </time>
  )
}
