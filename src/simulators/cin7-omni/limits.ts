// The three limits of one API connection: 3 per second, 60 per minute, 5,000 per day (spec), as sliding windows.
// The clock is passed in; nothing here waits.

export type Limits = { perSecond: number; perMinute: number; perDay: number }

export const documentedLimits: Limits = { perSecond: 3, perMinute: 60, perDay: 5000 }

export type LimitRules = { rejectedCount: boolean; dailyWindow: string }

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

export class RateMeter {
  readonly #limits: Limits | 'off'
  /** Instants of counted calls within the last day, oldest first; `#first` skips the expired head. */
  #calls: number[] = []
  #first = 0

  constructor(limits: Limits | 'off') {
    this.#limits = limits
  }

  /** 0 when the call may pass (and is counted), else the milliseconds until one may. */
  take(nowMs: number, rules: LimitRules): number {
    const waitMs = this.#waitMs(nowMs, rules)
    if (waitMs === 0 || rules.rejectedCount) this.#calls.push(nowMs)
    return waitMs
  }

  usedToday(nowMs: number, dailyWindow: string): number {
    this.#expire(nowMs)
    return this.#countSince(this.#dayStart(nowMs, dailyWindow))
  }

  #dayStart(nowMs: number, dailyWindow: string): number {
    return dailyWindow === 'utcDay' ? nowMs - (nowMs % day) - 1 : nowMs - day
  }

  #waitMs(nowMs: number, rules: LimitRules): number {
    if (this.#limits === 'off') return 0
    this.#expire(nowMs)
    const { perSecond, perMinute, perDay } = this.#limits
    const untilDay =
      rules.dailyWindow === 'utcDay' ? day - (nowMs % day) : this.#untilFree(nowMs, day, perDay)
    const dayFull = this.#countSince(this.#dayStart(nowMs, rules.dailyWindow)) >= perDay
    return Math.max(
      this.#untilFree(nowMs, second, perSecond),
      this.#untilFree(nowMs, minute, perMinute),
      dayFull ? Math.max(1, untilDay) : 0,
    )
  }

  /** Milliseconds until the `most`-th latest call leaves the window; 0 when there is room now. */
  #untilFree(nowMs: number, windowMs: number, most: number): number {
    const at = this.#calls[this.#calls.length - most]
    if (this.#calls.length - this.#first < most || at === undefined) return 0
    return Math.max(0, at + windowMs - nowMs)
  }

  #countSince(afterMs: number): number {
    let low = this.#first
    let high = this.#calls.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#calls[middle] ?? 0) > afterMs) high = middle
      else low = middle + 1
    }
    return this.#calls.length - low
  }

  #expire(nowMs: number): void {
    while (this.#first < this.#calls.length && (this.#calls[this.#first] ?? nowMs) <= nowMs - day)
      this.#first += 1
    if (this.#first > 20_000) {
      this.#calls = this.#calls.slice(this.#first)
      this.#first = 0
    }
  }
}
