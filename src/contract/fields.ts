/** The small pieces that many endpoints share: decimals, days, instants, pages, addresses. */
import { z } from 'zod'

/** A decimal number as text, such as `12.50`; at most 10 digits before and `places` after the point. */
export function decimalText(places: number): z.ZodString {
  return z
    .string()
    .trim()
    .regex(
      new RegExp(`^-?\\d{1,10}(\\.\\d{1,${places}})?$`),
      `Give a number with at most 10 digits before the point and ${places} behind it, such as 12.50.`,
    )
}

/** A price of one unit: not negative, at most 4 decimals. */
export const price = decimalText(4).refine((value) => !value.startsWith('-'), 'A price cannot be negative.')
/** A quantity: more than zero, at most 4 decimals. */
export const quantity = decimalText(4).refine(
  (value) => !value.startsWith('-') && Number(value) > 0,
  'A quantity must be more than zero.',
)
/** An amount of money in major units: not negative, at most 2 decimals. */
export const amount = decimalText(2).refine(
  (value) => !value.startsWith('-'),
  'An amount cannot be negative.',
)

export const day = z.iso.date('Give a day as yyyy-mm-dd.')
/** A day that is typed: far from the first and the last days of other programs' calendars, which stand for none. */
export const typedDay = day.refine(
  (value) => value >= '2000' && value < '2200',
  'Give a day between the years 2000 and 2199.',
)
export const instant = z.iso.datetime({ offset: true })
/** In small letters, as it is stored and answered, whichever it came in. */
export const id = z.uuid('This is not an id of ours.').toLowerCase()

/** The revision of a record that a change was based on; the greatest is PostgreSQL's greatest integer. */
export const revision = z.number().int().min(0).max(2_147_483_647)

export const cursor = z.string().max(300).optional()
export const limit = z.coerce.number().int().min(1).max(200).default(50)
export const search = z.string().trim().max(200).optional()

/** An e-mail address as people paste it, with blanks around. */
export function emailAddress(example: string, most: number) {
  return z
    .string()
    .trim()
    .max(most)
    .pipe(z.email(`Give an e-mail address, such as ${example}.`))
}

/** One page of a list; `next` is given back as `cursor` to go on, and null at the end. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

const addressLine = z.string().trim().max(250).optional()
export const address = z.object({
  firstName: addressLine,
  lastName: addressLine,
  company: addressLine,
  line1: addressLine,
  line2: addressLine,
  city: addressLine,
  state: addressLine,
  postcode: addressLine,
  country: addressLine,
})
export type AddressView = z.output<typeof address>

export const done = z.object({ done: z.literal(true) })

/** Whether something may be done now; when not, why not, as a sentence for the disabled button. */
export const allowed = z.object({ allowed: z.boolean(), why: z.string().optional() })
