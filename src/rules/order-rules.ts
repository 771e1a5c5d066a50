/**
 * What may be done with an order, as one table that decides **and explains**: the server refuses by it and a disabled button
 * says why by it. Pure.
 */

export const orderStatuses = [
  'draft',
  'placed',
  'approved',
  'part-shipped',
  'shipped',
  'rejected',
  'cancelled',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const pushStates = ['none', 'not-needed', 'waiting', 'sending', 'in-erp', 'parked'] as const
export type PushState = (typeof pushStates)[number]

export interface OrderFacts {
  readonly status: OrderStatus
  readonly pushState: PushState
  readonly lineCount: number
  /** A create may have reached the ERP and nothing was heard: it may or may not exist there. */
  readonly unclear: boolean
}

export type OrderAction =
  | 'edit'
  | 'place'
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'reopen'
  | 'retry'
  | 'linkExisting'
  | 'markShipped'

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly why: string }

const yes: Verdict = { allowed: true }
const no = (why: string): Verdict => ({ allowed: false, why })

/** The state in words, for "this order is …". */
const statusWords: Readonly<Record<OrderStatus, string>> = {
  draft: 'a draft',
  placed: 'in review',
  approved: 'approved',
  'part-shipped': 'part shipped',
  shipped: 'shipped',
  rejected: 'rejected',
  cancelled: 'cancelled',
}

type Rule = (facts: OrderFacts) => Verdict

const rules: Readonly<Record<OrderAction, Rule>> = {
  edit: ({ status }) =>
    status === 'draft' || status === 'placed'
      ? yes
      : no(`The order is ${statusWords[status]}; only a draft or an order in review can be changed.`),
  place: ({ status, lineCount }) =>
    status !== 'draft'
      ? no(`The order is ${statusWords[status]}; only a draft can be placed.`)
      : lineCount === 0
        ? no('The order has no lines yet. Add a product first.')
        : yes,
  approve: ({ status, lineCount }) =>
    status !== 'placed'
      ? no(
          status === 'draft'
            ? 'The order is a draft. Place it first.'
            : `The order is ${statusWords[status]}; only an order in review can be approved.`,
        )
      : lineCount === 0
        ? no('The order has no lines. Add a product, or reject it.')
        : yes,
  reject: ({ status }) =>
    status === 'placed'
      ? yes
      : no(`The order is ${statusWords[status]}; only an order in review can be rejected.`),
  cancel: (facts) => {
    if (facts.status === 'draft' || facts.status === 'placed') return yes
    if (facts.status !== 'approved')
      return no(`The order is ${statusWords[facts.status]} and cannot be cancelled.`)
    if (facts.pushState === 'sending') {
      return no('The sales order is being sent to Cin7 at this moment. Try again in a few seconds.')
    }
    if (facts.pushState === 'waiting' && facts.unclear) {
      return no(
        'Cin7 did not answer clearly, and Purvey is finding out whether the sales order exists. Wait until that is known.',
      )
    }
    return yes
  },
  reopen: ({ status, pushState, unclear }) => {
    if (status !== 'approved')
      return no(
        `The order is ${statusWords[status]}; only an approved order that needs you can go back to review.`,
      )
    if (pushState !== 'parked')
      return no('Only an order whose sales order could not be made can go back to review.')
    if (unclear) return no('The sales order may exist in Cin7. Try again, or link the existing one.')
    return yes
  },
  retry: ({ pushState }) =>
    pushState === 'parked' ? yes : no('There is nothing to try again: the sales order is not stuck.'),
  linkExisting: ({ status, pushState }) => {
    if (status === 'placed') return yes
    if (status !== 'approved')
      return no(
        `The order is ${statusWords[status]}; a sales order can be linked in review or after approval.`,
      )
    if (pushState === 'in-erp') return no('The order has its sales order in Cin7 already.')
    if (pushState === 'sending')
      return no('The sales order is being sent to Cin7 at this moment. Try again in a few seconds.')
    return yes
  },
  markShipped: ({ status, pushState }) => {
    if (status !== 'approved' && status !== 'part-shipped') {
      return no(`The order is ${statusWords[status]}; only an approved order can be shipped.`)
    }
    return pushState === 'not-needed'
      ? yes
      : no('Cin7 says when this order is dispatched, and Purvey marks it shipped then.')
  },
}

/** Whether an action is possible now; when not, why not, in a sentence for a person. */
export function orderCan(action: OrderAction, facts: OrderFacts): Verdict {
  return rules[action](facts)
}
