// Failures that strike chosen requests: armed for the next N that match, or until cleared. The table explains each; which
// moment of a request each strikes at is decided in exchange.ts. A fault must never touch the control API.

type FaultMoment = 'before' | 'after'

export type FaultDefinition = {
  /** Whether it can strike before the change is stored, after it, or both. */
  moments: readonly FaultMoment[]
  /** What `value` means, if it is used. */
  valueMeans?: string
  explains: string
}

export const faultDefinitions = {
  delay: {
    moments: ['before', 'after'],
    valueMeans: 'milliseconds',
    explains: 'The answer waits, before or after the change is stored.',
  },
  reset: {
    moments: ['before', 'after'],
    explains: 'The connection is reset, before or after the change is stored.',
  },
  hang: {
    moments: ['before', 'after'],
    explains: 'No answer ever comes, before or after the change is stored.',
  },
  error500: {
    moments: ['before', 'after'],
    explains:
      '500 with the usual text; after the change is stored this is what a live client saw on dispatch.',
  },
  html502: {
    moments: ['before', 'after'],
    explains: 'The front end answers 502 with an HTML page (live, one client).',
  },
  html503: {
    moments: ['before', 'after'],
    explains: 'The front end answers 503 with an HTML page (live, one client).',
  },
  error503: {
    moments: ['before', 'after'],
    explains: '503 "Service temporarily unavailable." as JSON (spec).',
  },
  emptyBody: { moments: ['after'], explains: '200 with no body although the change is stored.' },
  cutBody: {
    moments: ['after'],
    explains: 'The connection breaks in the middle of the answer; the change is stored.',
  },
  halfJson: {
    moments: ['after'],
    explains: '200 with half of the JSON text and a length that fits it; the change is stored.',
  },
  htmlOk: { moments: ['after'], explains: '200 with an HTML page instead of JSON; the change is stored.' },
  missingResult: {
    moments: ['after'],
    explains: 'The last result of the batch answer is missing; the change is stored.',
  },
  unauthorized: { moments: ['before'], explains: '401, as when the key was revoked (spec).' },
  forbidden: { moments: ['before'], explains: '403, as when the box was unticked (spec).' },
  tooMany: {
    moments: ['before'],
    explains: '429; Retry-After as the switch retryAfter says (contradiction).',
  },
  badRequest: {
    moments: ['before'],
    valueMeans: 'the text of the error',
    explains: '400 for the whole request with a chosen text.',
  },
  recordFailure: {
    moments: ['before'],
    valueMeans: 'the text of the error',
    explains: '200, but each record of the batch fails with a chosen text and nothing is stored.',
  },
  lateList: {
    moments: ['before'],
    valueMeans: 'milliseconds',
    explains: 'The orders made by this request show up in lists only later.',
  },
  notStored: {
    moments: ['before'],
    explains: 'New orders are answered with success and an id, but none is stored (a guess at the worst).',
  },
  alterPrice: {
    moments: ['before'],
    valueMeans: 'amount added to the unit price',
    explains: 'The first line is stored with another unit price.',
  },
  alterQty: {
    moments: ['before'],
    valueMeans: 'quantity added',
    explains: 'The first line is stored with another quantity.',
  },
  unlinkLine: {
    moments: ['before'],
    explains: 'The first line is stored as free text: productId and productOptionId 0.',
  },
  dropLine: { moments: ['before'], explains: 'The last line is not stored.' },
  alterTax: {
    moments: ['before'],
    valueMeans: 'percent',
    explains: 'The order is stored with another tax rate.',
  },
  alterTaxStatus: {
    moments: ['before'],
    valueMeans: 'Incl, Excl or Exempt',
    explains: 'The order is stored with another tax status.',
  },
  alterBranch: {
    moments: ['before'],
    valueMeans: 'branch id',
    explains: 'The order is stored at another branch.',
  },
  alterFreight: {
    moments: ['before'],
    valueMeans: 'amount added',
    explains: 'The order is stored with another freight.',
  },
  alterMember: {
    moments: ['before'],
    valueMeans: 'contact id',
    explains: 'The order is stored for another customer.',
  },
  dropCustomFields: { moments: ['before'], explains: 'The order is stored without its custom fields.' },
} as const satisfies Record<string, FaultDefinition>

export type FaultKind = keyof typeof faultDefinitions

export const faultKinds = Object.keys(faultDefinitions) as FaultKind[]

export type Fault = {
  kind: FaultKind
  when?: FaultMoment
  /** How many matching requests it strikes; left out: until cleared. */
  times?: number
  /** GET, POST, PUT or DELETE; left out: any. */
  method?: string
  /** SalesOrders, Contacts …; left out: any. */
  resource?: string
  /** Only requests that carry this sales order reference (in the body, in where, or of the order with that id). */
  reference?: string
  value?: string | number
}

export type ArmedFault = Fault & { id: number; when: FaultMoment; struck: number }

export type FaultSubject = { method: string; resource: string; references: string[] }

const ofAnyWrite: readonly FaultKind[] = ['missingResult', 'recordFailure']
const ofOrderWrites: readonly FaultKind[] = [
  'lateList',
  'notStored',
  'alterPrice',
  'alterQty',
  'unlinkLine',
  'dropLine',
  'alterTax',
  'alterTaxStatus',
  'alterBranch',
  'alterFreight',
  'alterMember',
  'dropCustomFields',
]

/** A fault of what is stored waits for a request that stores, so that a read before it does not use it up. */
function canStrike(kind: FaultKind, { method, resource }: FaultSubject): boolean {
  const writes = method === 'POST' || method === 'PUT'
  if (ofOrderWrites.includes(kind)) return writes && resource === 'SalesOrders'
  return writes || !ofAnyWrite.includes(kind)
}

function matches(fault: ArmedFault, subject: FaultSubject): boolean {
  if (!canStrike(fault.kind, subject)) return false
  if (fault.method !== undefined && fault.method.toUpperCase() !== subject.method) return false
  if (fault.resource !== undefined && fault.resource.toLowerCase() !== subject.resource.toLowerCase())
    return false
  return fault.reference === undefined || subject.references.includes(fault.reference.toLowerCase())
}

const textKinds: readonly FaultKind[] = ['badRequest', 'recordFailure', 'alterTaxStatus']

function refuseValue({ kind, value, method }: Fault): void {
  if (method !== undefined && !/^(GET|POST|PUT|DELETE)$/i.test(method))
    throw new RangeError(`method must be GET, POST, PUT or DELETE, not ${method}.`)
  if (value === undefined) return
  const status = kind === 'alterTaxStatus' && !['Incl', 'Excl', 'Exempt'].includes(String(value))
  if (status || (!textKinds.includes(kind) && !Number.isFinite(Number(value))))
    throw new RangeError(`The fault ${kind} cannot take the value ${value}.`)
}

export class FaultList {
  #armed: ArmedFault[] = []
  #lastId = 0

  arm(fault: Fault): ArmedFault {
    if (!Object.hasOwn(faultDefinitions, fault.kind))
      throw new RangeError(`There is no fault named ${fault.kind}.`)
    const { moments }: FaultDefinition = faultDefinitions[fault.kind]
    const when = fault.when ?? moments[0] ?? 'before'
    if (!moments.includes(when))
      throw new RangeError(`The fault ${fault.kind} cannot strike ${when} the change.`)
    if (fault.times !== undefined && (!Number.isInteger(fault.times) || fault.times < 1)) {
      throw new RangeError(`times must be a whole number from 1, not ${String(fault.times)}.`)
    }
    refuseValue(fault)
    this.#lastId += 1
    const armed = { ...fault, when, id: this.#lastId, struck: 0 }
    this.#armed.push(armed)
    return armed
  }

  disarm(id: number): boolean {
    const before = this.#armed.length
    this.#armed = this.#armed.filter((fault) => fault.id !== id)
    return this.#armed.length < before
  }

  clear(): void {
    this.#armed = []
  }

  list(): ArmedFault[] {
    return [...this.#armed]
  }

  restore(faults: ArmedFault[]): void {
    this.#armed = faults
    this.#lastId = Math.max(0, ...faults.map((fault) => fault.id))
  }

  /** The faults that strike this request, each counted down; used-up ones are gone afterwards. */
  strike(subject: FaultSubject): ArmedFault[] {
    const struck = this.#armed.filter((fault) => matches(fault, subject))
    for (const fault of struck) fault.struck += 1
    this.#armed = this.#armed.filter((fault) => fault.times === undefined || fault.struck < fault.times)
    return struck
  }
}
