// Exact decimal arithmetic for amounts that the wire carries as JSON numbers: a bigint scaled by 10^8.
// It must never let a binary fraction decide a cent.

const scaleDigits = 8
const one = 10n ** BigInt(scaleDigits)
const cent = one / 100n

export type Exact = bigint

/** `toFixed` writes numbers from 10^21 with an exponent too; those are whole. */
const withoutExponent = (value: number): string =>
  Math.abs(value) < 1e21 ? value.toFixed(scaleDigits) : BigInt(value).toString()

/** Reads the shortest decimal text of the number, so 0.1 is one tenth and not its binary neighbour. */
export function exact(value: number | null | undefined): Exact {
  if (value === null || value === undefined || !Number.isFinite(value)) return 0n
  // Most amounts have whole cents. Up to 15 digits no other decimal is as short and reads as the same number.
  const cents = Math.round(value * 100)
  if (cents / 100 === value && Math.abs(cents) < 1e15) return BigInt(cents) * cent
  const text = String(value)
  const plain = text.includes('e') ? withoutExponent(value) : text
  const negative = plain.startsWith('-')
  const [whole = '0', fraction = ''] = (negative ? plain.slice(1) : plain).split('.')
  const kept = fraction.slice(0, scaleDigits).padEnd(scaleDigits, '0')
  const up = Number(fraction[scaleDigits] ?? '0') >= 5 ? 1n : 0n
  const scaled = BigInt(whole) * one + BigInt(kept) + up
  return negative ? -scaled : scaled
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n
  const top = dividend < 0n ? -dividend : dividend
  const bottom = divisor < 0n ? -divisor : divisor
  const rounded = (top * 2n + bottom) / (bottom * 2n)
  return negative ? -rounded : rounded
}

export function times(a: Exact, b: Exact): Exact {
  return divideHalfUp(a * b, one)
}

export function dividedBy(a: Exact, b: Exact): Exact {
  return b === 0n ? 0n : divideHalfUp(a * one, b)
}

/** Half away from zero at `places` decimals, the common commercial rule (confidence for Omni: guess). */
export function roundTo(value: Exact, places: number): Exact {
  const step = 10n ** BigInt(scaleDigits - places)
  return divideHalfUp(value, step) * step
}

export function toNumber(value: Exact): number {
  const negative = value < 0n
  const digits = (negative ? -value : value).toString().padStart(scaleDigits + 1, '0')
  return Number(`${negative ? '-' : ''}${digits.slice(0, -scaleDigits)}.${digits.slice(-scaleDigits)}`)
}
