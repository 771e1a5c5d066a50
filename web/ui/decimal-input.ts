// Numbers as people type them. Keeps text as text; nothing is rounded here.

/**
 * What a person typed or pasted, as a decimal string in progress (`1.5`, `-`, ``). A comma typed becomes the point at
 * once, so it is seen; grouped thousands such as `1,234.50` or `1.234,50` are only recognised when pasted whole.
 */
export function asDecimal(typed: string, whole: boolean): string {
  const minus = typed.trimStart().startsWith('-') ? '-' : ''
  let kept = typed.replace(/[^\d.,]/g, '')
  if (/^\d{1,3}(,\d{3})+(\.\d*)?$/.test(kept)) kept = kept.replaceAll(',', '')
  else if (/^\d{1,3}(\.\d{3})+,\d*$/.test(kept)) kept = kept.replaceAll('.', '').replace(',', '.')
  const [units = '', ...decimals] = kept.split(/[.,]/)
  if (whole || decimals.length === 0) return minus + units
  return `${minus}${units}.${decimals.join('')}`
}
