/**
 * Exact decimal numbers: a bigint of units at a scale. Prices, quantities, rates and money are computed with these and
 * never with floating point. Nothing here rounds unless it is told to.
 */

/** A decimal number as text: optional sign, digits, optional fraction. The form in which decimals travel and are stored. */
export type DecimalText = string

export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

const pattern = /^([+-]?)(\d{1,30})(?:\.(\d{0,15}))?$/

/** Reads decimal text such as `12`, `-0.5`, `3.1400`. Returns undefined for anything else (also for exponents and blanks). */
export function parseDecimal(text: string): Decimal | undefined {
  const match = pattern.exec(text.trim())
  if (!match) return undefined
  const fraction = match[3] ?? ''
  const units = BigInt(`${match[2] ?? '0'}${fraction}`)
  return { units: match[1] === '-' ? -units : units, scale: fraction.length }
}

/** Reads decimal text that is already known to be valid (a database value, a validated request). Throws otherwise. */
export function decimal(text: DecimalText): Decimal {
  const value = parseDecimal(text)
  if (!value) throw new Error(`Not a decimal number: ${JSON.stringify(text)}`)
  return value
}

/**
 * The decimal that a JSON number stands for, by its shortest decimal form (`0.1` is exactly 0.1). Returns undefined for
 * NaN, infinities and magnitudes that need more than 15 places.
 */
export function decimalFromNumber(value: number): Decimal | undefined {
  if (Number.isSafeInteger(value)) return { units: BigInt(value), scale: 0 }
  if (!Number.isFinite(value)) return undefined
  const text = String(value)
  return parseDecimal(text.includes('e') ? value.toFixed(15).replace(/0+$/, '') : text)
}

export const zero: Decimal = { units: 0n, scale: 0 }

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.units, b.units, a.scale]
  const scale = Math.max(a.scale, b.scale)
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale]
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b)
  return { units: x + y, scale }
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

/** a / b rounded half up (away from zero) to `scale` places. Throws on division by zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.units === 0n) throw new Error('Division by zero')
  const shift = scale + b.scale - a.scale
  const numerator = shift >= 0 ? a.units * 10n ** BigInt(shift) : a.units
  const denominator = shift >= 0 ? b.units : b.units * 10n ** BigInt(-shift)
  return { units: divideHalfUp(numerator, denominator), scale }
}

/** -1, 0 or 1 as a is less than, equal to or greater than b, whatever their scales. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [x, y] = align(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}

/** Rounds half up, away from zero (2.345 → 2.35, -2.345 → -2.35), to `scale` places; a smaller scale is widened with zeros. */
export function round(value: Decimal, scale: number): Decimal {
  if (value.scale === scale) return value
  if (value.scale < scale) return { units: value.units * 10n ** BigInt(scale - value.scale), scale }
  return { units: divideHalfUp(value.units, 10n ** BigInt(value.scale - scale)), scale }
}

/** Text with exactly the places that the value carries: `{units: 1250n, scale: 2}` → `12.50`. */
export function format(value: Decimal): DecimalText {
  const negative = value.units < 0n
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0')
  const whole = digits.slice(0, digits.length - value.scale)
  const fraction = digits.slice(digits.length - value.scale)
  return `${negative ? '-' : ''}${whole}${value.scale > 0 ? `.${fraction}` : ''}`
}

/** Text without trailing zeros but with at least `least` places: `12.5000` → `12.50` for least 2, `3.000` → `3` for least 0. */
export function formatShort(value: Decimal, least = 0): DecimalText {
  let { units, scale } = value
  while (scale > least && units % 10n === 0n) {
    units /= 10n
    scale -= 1
  }
  return format(round({ units, scale }, Math.max(scale, least)))
}

/** The JSON number for a decimal of at most 15 significant digits, whose text form is the same decimal again. */
export function toJsonNumber(value: Decimal): number {
  return Number(format(value))
}

function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n
  const n = numerator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  const quotient = (n * 2n + d) / (d * 2n)
  return negative ? -quotient : quotient
}
