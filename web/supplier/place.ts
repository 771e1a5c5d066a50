// How the supplier's country writes days, times and numbers. The words stay English.

const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index))

/**
 * The locale of a country by its English name; undefined for none or an unknown one. Where numbers would have other signs
 * than those that the fields take, days and times are written as in Britain.
 */
export function localeOf(country: string): string | undefined {
  if (country === '') return undefined
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const code = letters
    .flatMap((first) => letters.map((second) => first + second))
    .find((one) => names.of(one) === country)
  if (code === undefined) return undefined
  const locale = `en-${code}`
  return new Intl.NumberFormat(locale).format(1234.5) === '1,234.5' ? locale : 'en-GB'
}
