/** Which time zones and currencies a supplier may have. Must never let one through in which days or cents would come out wrong. */
import { minorDigits } from '../core/money.ts'

/** Whether a name is a time zone of the IANA database (`Pacific/Auckland`, `UTC`); plain offsets such as `+12:00` are not. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** Why prices cannot be kept in a currency, as a sentence; undefined when they can. */
export function currencyProblem(code: string): string | undefined {
  if (!currencies.has(code)) {
    return `"${code}" is not a currency that is known here. Give the three letters of one in use, such as NZD.`
  }
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
    .maximumFractionDigits
  if (digits === minorDigits(code)) return undefined
  return `Amounts in ${code} have ${digits} decimals, which Purvey cannot keep exactly yet. Choose another currency.`
}
