/**
 * Our text for one sellable thing in Cin7: `12` an option, `12/XL` one size of it, `12~7` its unit of measure 7, `12~7/XL` both.
 * An option's id alone is not unique where a size range applies (spec, live x2), so it never stands alone there.
 */

export interface OmniProductKey {
  readonly optionId: number
  readonly uomId?: number | undefined
  readonly size?: string | undefined
}

export function formatProductKey(key: OmniProductKey): string {
  return `${key.optionId}${key.uomId === undefined ? '' : `~${key.uomId}`}${key.size === undefined ? '' : `/${key.size}`}`
}

const shape = /^([1-9]\d{0,14})(?:~([1-9]\d{0,14}))?(?:\/(.+))?$/s

/** Undefined for anything that `formatProductKey` does not make. */
export function parseProductKey(text: string): OmniProductKey | undefined {
  const match = shape.exec(text)
  if (!match) return undefined
  const [, option, uom, size] = match
  return {
    optionId: Number(option),
    ...(uom === undefined ? {} : { uomId: Number(uom) }),
    ...(size === undefined ? {} : { size }),
  }
}
