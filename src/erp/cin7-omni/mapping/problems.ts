/** Collects what keeps an order from being mapped, so that a person sees all of it at once and not the first of it. */
import {
  compare,
  type Decimal,
  type DecimalText,
  decimalFromNumber,
  parseDecimal,
  toJsonNumber,
  zero,
} from '../../../core/decimal.ts'
import type { Unmappable } from '../../port.ts'

type Subject = Unmappable['subject']

/** Where a value belongs, for the sentence about it. */
export interface Place {
  /** In the user's words, such as `Line 3 · price`. */
  readonly field: string
  readonly subject: Subject
}

export class Problems {
  readonly found: Unmappable[] = []

  add(place: Place, code: Unmappable['code'], seen: string, sentence: string): undefined {
    this.found.push({ field: place.field, subject: place.subject, code, seen, sentence })
  }

  /** Trimmed text, undefined when blank; a problem when longer than Cin7 takes. Nothing is ever cut. */
  text(place: Place, value: string | undefined, max = Infinity): string | undefined {
    const text = value?.toWellFormed().trim()
    if (text === undefined || text === '') return undefined
    if (text.length <= max) return text
    return this.add(
      place,
      'value-too-long',
      text,
      `${place.field} is ${text.length} characters long, and Cin7 takes ${max}. Shorten it: “${text.slice(0, 60)}…”.`,
    )
  }

  /** A decimal of at least `least`; a problem when it is not a number or too small. */
  decimal(place: Place, value: DecimalText, least: 'any above zero' | 'zero or more'): Decimal | undefined {
    const number = parseDecimal(value)
    if (!number) {
      const blank = value.trim() === ''
      const sentence = blank
        ? `${place.field} is missing. Enter it.`
        : `${place.field} is “${value}”, which is not a number. Correct it.`
      return this.add(place, blank ? 'value-missing' : 'value-invalid', value, sentence)
    }
    const sign = compare(number, zero)
    if (sign > 0 || (sign === 0 && least === 'zero or more')) return number
    return this.add(
      place,
      'value-invalid',
      value,
      `${place.field} is ${value}, but must be ${least === 'zero or more' ? 'zero or more' : 'more than zero'}. Correct it.`,
    )
  }

  /** The JSON number that is exactly this decimal; a problem when JSON cannot carry it exactly. */
  number(place: Place, value: Decimal, seen: string): number | undefined {
    const number = toJsonNumber(value)
    const back = decimalFromNumber(number)
    if (back && compare(back, value) === 0) return number
    return this.add(
      place,
      'value-invalid',
      seen,
      `${place.field} is ${seen}, which has more digits than Cin7 can take. Round it.`,
    )
  }

  /** A key of Cin7's, which is a whole number above zero; undefined (without a problem) when it is not. */
  static id(key: string): number | undefined {
    return /^[1-9]\d{0,14}$/.test(key) ? Number(key) : undefined
  }
}
