/** Chance that can be had again: the same seed gives the same numbers in the same order. */
import { randomInt } from 'node:crypto'

export interface Chance {
  readonly seed: number
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  oneOf<T>(things: readonly [T, ...T[]]): T
}

export const anySeed = (): number => randomInt(1, 2 ** 31)

/** The generator known as mulberry32. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    seed,
    between,
    oneOf: (things) => things[between(0, things.length - 1)] ?? things[0],
  }
}
