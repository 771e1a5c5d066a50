// Everything about Omni that is unknown, contradictory or dangerous and lasts until switched back, as data: the page, the
// control API, the tests and the README list all come from this table. One-off failures are faults (faults.ts).

type Choice = { kind: 'choice'; values: readonly string[]; default: string; explains: string }
type Amount = { kind: 'number'; least: number; most: number; default: number; explains: string }
export type SwitchDefinition = Choice | Amount

function choice<const V extends readonly [string, ...string[]]>(
  values: V,
  explains: string,
): { kind: 'choice'; values: V; default: V[number]; explains: string } {
  return { kind: 'choice', values, default: values[0], explains }
}

function amount(initial: number, least: number, most: number, explains: string): Amount {
  return { kind: 'number', least, most, default: initial, explains }
}

/** The first value of a choice is its default. */
export const switchDefinitions = {
  duplicateReference: choice(
    ['recordFailure', 'badRequest', 'accept'],
    'A sales order whose reference exists: 200 with success:false (inferred from a live portal, moderate), 400 for the whole request (one document), or a second order is silently made (another document).',
  ),
  duplicateEmail: choice(
    ['recordFailure', 'badRequest', 'accept'],
    'A contact whose e-mail exists: 200 with success:false (spec and live), 400 for the whole request, or accepted (guesses).',
  ),
  duplicateText: choice(
    ['named', 'general', 'none'],
    'What errors says of a duplicate: a sentence that names the reference or e-mail, a sentence that names nothing, or an empty list (the real text is unknown, so no client may depend on it).',
  ),
  failedResult: choice(
    ['zeroAndEmpty', 'nulls'],
    'What id and code hold in a failed result: 0 and "" (documented by two third parties) or null (guess).',
  ),
  unknownMember: choice(
    ['recordFailure', 'badRequest', 'stored'],
    'A sales order with an unknown memberId or memberEmail: success:false (guess), 400, or stored without a customer (four live clients post the e-mail of somebody who may be no contact).',
  ),
  unknownLineCode: choice(
    ['freeText', 'recordFailure', 'badRequest'],
    'A line whose code or option is unknown: stored as free text with productId 0 (guess, dangerous), success:false, or 400.',
  ),
  tooLongText: choice(
    ['recordFailure', 'badRequest', 'truncate'],
    'A text longer than its field: success:false (guess), 400, or cut off.',
  ),
  retryAfter: choice(
    ['none', 'seconds', 'date'],
    'Retry-After on 429: contradiction between clients; one says Cin7 sends none that can be relied on.',
  ),
  rejectedCallsCount: choice(
    ['no', 'yes'],
    'Whether a call answered 429 counts against the limits: undocumented (guess).',
  ),
  dailyWindow: choice(
    ['sliding', 'utcDay'],
    'The 5,000 per day as the last 24 hours, or since midnight UTC: the reset is undocumented (guess).',
  ),
  errorBody: choice(
    ['string', 'message', 'Message', 'empty'],
    'Error bodies as a bare JSON string (spec), as {message} / {Message} (one client of 2019, another reads it too), or empty (guess).',
  ),
  otherContentType: choice(
    ['refused', 'accepted'],
    'A POST or PUT whose content-type is another than JSON: 415, because the API takes JSON only (that is spec, the status a guess), or read as JSON all the same. One without content-type is always read (one live client).',
  ),
  whereUnknownField: choice(
    ['badRequest', 'ignore'],
    'An unknown field in where: 400 or taken as true (guess).',
  ),
  whereUnquotedText: choice(
    ['badRequest', 'accepted'],
    'A text in where without quotes, like status=Void: 400, or taken as text (guess; only dates, numbers and booleans are seen without).',
  ),
  whereErrorText: choice(
    ['named', 'general'],
    'What the 400 for a where says: what is wrong and where, or only that it is invalid (the real text is unknown, so no client may depend on it).',
  ),
  unknownOrderField: choice(
    ['badRequest', 'ignored'],
    'An unknown field in order: 400 or left out of the ordering (guess).',
  ),
  whereEquals: choice(
    ['caseInsensitive', 'caseSensitive'],
    'Whether = on text ignores case, as SQL Server usually does (one client compares again itself).',
  ),
  unknownFieldsParameter: choice(
    ['ignored', 'badRequest'],
    'Unknown names in fields=: ignored (live, one client) or 400 (unknown on other resources).',
  ),
  optionById: choice(
    ['array', 'object'],
    'One product option by its id: an array, because all sizes of an option share its id (spec, two clients), or an object, as four clients read it.',
  ),
  defaultOrder: choice(
    ['shuffled', 'idAscending', 'modifiedDescending'],
    'The sequence of a list without order=: undefined across calls (one live client), so it is shuffled anew each call.',
  ),
  putLineItems: choice(
    ['merge', 'replace'],
    'lineItems in a PUT: lines merge by id and omitted lines stay, or the list replaces the old one (guess; one shop sends its lines without ids after every change, which merging doubles).',
  ),
  putOmittedAmounts: choice(
    ['unchanged', 'reset'],
    'Header amounts left out of a PUT: unchanged (live) or reset to 0 (a note of one client names such a bug).',
  ),
  contactPutType: choice(['required', 'optional'], 'type in a contact PUT: required (spec) or optional.'),
  unitPriceOmitted: choice(
    ['memberPrice', 'zero'],
    "A line without unitPrice takes the customer's price tier (one client's README) or 0 (guess).",
  ),
  lineNumbersOfNothing: choice(
    ['zero', 'null'],
    'A discount or qtyShipped of nothing on a line reads back 0 (one live client computes with it unguarded) or null (the type of another allows it).',
  ),
  foreignUnitPrice: choice(
    ['accountCurrency', 'asPosted'],
    'For an order in another currency, unitPrice reads back divided by the rate (two readers multiply it) or as posted.',
  ),
  foreignTotals: choice(
    ['asPosted', 'accountCurrency'],
    'For an order in another currency, its productTotal, total, freightTotal, surcharge and discountTotal read as posted (guess), or divided by the rate too (one live client saw total so).',
  ),
  taxRateOnRead: choice(
    ['fraction', 'percent'],
    'taxRate 15 reads back as 0.15 (a single live client multiplies by 100) or as 15 (help text).',
  ),
  taxRateOnWrite: choice(
    ['percent', 'fractionBelowOne'],
    'A posted taxRate below 1, like 0.15: 0.15 percent, or 15 percent (one old client posted fractions).',
  ),
  otherTaxRate: choice(
    ['needsName', 'accepted'],
    "A taxRate other than the account's, 0 too, needs alternativeTaxRate or costCenter beside it, else the account's is used (spec; the outcome is a guess), or it is taken as it is.",
  ),
  taxRounding: choice(['perOrder', 'perLine'], 'Tax rounded once per order or on each line (guess).'),
  lineTaxRate: choice(
    ['ignored', 'used'],
    "A line's own taxRate is stored only, or decides the tax of the line (guess).",
  ),
  contactFieldPrefix: choice(
    ['members_', 'contacts_'],
    'Prefix of contact custom fields: members_ by analogy with orders_ and products_ (guess).',
  ),
  customFieldsOnPost: choice(
    ['stored', 'ignored'],
    'customFields in a POST or PUT: stored (presumed) or ignored.',
  ),
  copyContact: choice(
    ['yes', 'no'],
    'Name and addresses that an order leaves out are copied from the contact (guess), or stay empty.',
  ),
  statusCase: choice(
    ['upper', 'spec'],
    'status of a sales order as APPROVED (three live clients) or Approved (spec).',
  ),
  lateListMs: amount(
    0,
    0,
    600_000,
    'A new sales order shows up in lists, by reference too, only this many milliseconds later; GET by id finds it at once (unknown, so test it).',
  ),
  orderWithoutDirection: choice(
    ['descending', 'ascending'],
    'A field of order without ASC or DESC sorts down (spec), or up (three live clients read on behind the last row).',
  ),
  longestQuery: amount(
    2048,
    0,
    100_000,
    'The longest query string in characters; 0 is no limit (unknown; 404 for a few hundred ids with one live client, and this is the usual limit of its web server).',
  ),
  longQueryAnswer: choice(
    ['notFound', 'uriTooLong'],
    'A longer query string is answered with a 404 page (one live client) or with 414 (guess).',
  ),
  answerDelayMs: amount(
    0,
    0,
    120_000,
    'Every API answer waits this long (live clients use time-outs of 10 to 60 seconds).',
  ),
} as const satisfies Record<string, SwitchDefinition>

export type SwitchName = keyof typeof switchDefinitions

export type Switches = {
  [N in SwitchName]: (typeof switchDefinitions)[N] extends { kind: 'choice'; values: readonly (infer V)[] }
    ? V
    : number
}

export const switchNames = Object.keys(switchDefinitions) as SwitchName[]

export function defaultSwitches(): Switches {
  return Object.fromEntries(switchNames.map((name) => [name, switchDefinitions[name].default])) as Switches
}

/** The switches with one changed. Throws a plain sentence for an unknown name or value. */
export function withSwitch(switches: Switches, name: string, value: unknown): Switches {
  if (!Object.hasOwn(switchDefinitions, name)) throw new RangeError(`There is no switch named ${name}.`)
  const definition: SwitchDefinition = switchDefinitions[name as SwitchName]
  if (definition.kind === 'choice') {
    if (!definition.values.includes(String(value))) {
      throw new RangeError(`${name} can be ${definition.values.join(', ')}, not ${String(value)}.`)
    }
    return { ...switches, [name]: String(value) }
  }
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number) || number < definition.least || number > definition.most) {
    throw new RangeError(
      `${name} must be from ${definition.least} to ${definition.most}, not ${String(value)}.`,
    )
  }
  return { ...switches, [name]: number }
}
