// The formatting functions of ui/format with the user's language and the supplier's time zone filled in.
import { useMemo } from 'react'
import { useLocale, useTimeZone } from 'use-intl'
import {
  dayIn,
  formatDateTime,
  formatDay,
  formatFull,
  formatMoney,
  formatQty,
  formatSpan,
  formatTime,
} from '../ui/format.ts'

/** `money('12.50', 'AUD')`, `qty('1200')`, `day('2026-11-24')`, `time(at)`, `dateTime(at)`, `full(at)`, `span(ms)`, `today()`. */
export function useFormat() {
  const locale = useLocale()
  const timeZone = useTimeZone() ?? 'UTC'
  return useMemo(
    () => ({
      money: (amount: string, currency: string) => formatMoney(amount, currency, locale),
      qty: (qty: string | number) => formatQty(qty, locale),
      /** A calendar day. */
      day: (on: string) => formatDay(on, locale, dayIn(timeZone, new Date())),
      /** An instant's time of day. */
      time: (at: string) => formatTime(at, locale, timeZone),
      dateTime: (at: string) => formatDateTime(at, locale, timeZone, new Date()),
      /** The same inside a sentence. */
      dateTimeInside: (at: string) => formatDateTime(at, locale, timeZone, new Date(), 'inside'),
      full: (at: string) => formatFull(at, locale, timeZone),
      span: (ms: number) => formatSpan(ms, locale),
      today: () => dayIn(timeZone, new Date()),
      timeZone,
      locale,
    }),
    [locale, timeZone],
  )
}
