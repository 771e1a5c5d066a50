/** Parks pushes that need a person: each with what happened, what the ERP said, and the fixes as buttons. */
import { connectionById } from '../connections/connection-store.ts'
import type { FoundSalesOrder, RemoteSalesOrder, SalesOrderIntent, Unmappable } from '../erp/port.ts'
import { type EntryFix, UNCLEAR_ELSEWHERE } from '../inbox/inbox-store.ts'
import { LOST } from '../orders/record-lost.ts'
import { recordParked } from '../orders/record-trouble.ts'
import type { PushRow } from '../pushes/push-store.ts'
import { type Candidate, turnedDown } from './note-outcomes.ts'
import { type PushSession, note } from './push-session.ts'

/** The ERP turned this record down in so many words. */
export async function noteTurnedDown(
  session: PushSession,
  candidate: Candidate,
  said: string | undefined,
): Promise<void> {
  const { push, intent } = candidate
  await note(session, (tx) =>
    recordParked(tx, {
      push,
      leaseOwner: session.leaseOwner,
      now: session.clock.now(),
      problem: {
        code: 'refused',
        sentence: `${turnedDown(push, said)} ${said === undefined ? 'Look at what is unusual about its lines and details' : 'Mend what it names'} and try again, or take the order back to review.`,
        said,
      },
      unclear: false,
      fixes: [
        { kind: 'edit-order', label: 'Take back to review', subjectId: push.orderId },
        { kind: 'retry', label: 'Try again', subjectId: push.orderId },
        {
          kind: 'link-customer',
          label: `Check the link of ${intent.customer.name}`,
          subjectId: intent.customer.customerId,
        },
        { kind: 'link-existing', label: 'Link existing sales order', subjectId: push.orderId },
      ],
      detail: requestDetail(session, intent),
    }),
  )
}

/** The ERP said that it had made it, and has it neither under the id that it gave nor under the reference. */
export async function noteLost(session: PushSession, push: PushRow): Promise<void> {
  await note(session, (tx) =>
    recordParked(tx, {
      push,
      leaseOwner: session.leaseOwner,
      now: session.clock.now(),
      problem: {
        code: LOST,
        sentence: `Cin7 said that it had made sales order ${push.reference}, but has it neither under the id that it gave nor under that reference. Look for it in Cin7. If it is there under another reference, link it; if it is not, try again, and Purvey makes it anew.`,
      },
      unclear: true,
      fixes: [
        { kind: 'retry', label: 'Try again', subjectId: push.orderId },
        { kind: 'link-existing', label: 'Link existing sales order', subjectId: push.orderId },
      ],
    }),
  )
}

/** The reference is taken in the ERP by a sales order that is not this one. */
export async function noteTaken(
  session: PushSession,
  candidate: Candidate,
  found: readonly FoundSalesOrder[],
): Promise<void> {
  const { push, intent } = candidate
  const { unclear } = push
  await note(session, (tx) =>
    recordParked(tx, {
      push,
      leaseOwner: session.leaseOwner,
      now: session.clock.now(),
      problem: { code: 'reference-taken', sentence: takenSentence(push, found[0]?.order) },
      unclear,
      field: 'reference',
      fixes: [
        { kind: 'link-existing', label: 'Link existing sales order', subjectId: push.orderId },
        { kind: 'retry', label: 'Try again', subjectId: push.orderId },
        ...(unclear
          ? []
          : [{ kind: 'edit-order', label: 'Take back to review', subjectId: push.orderId } as const]),
      ],
      detail: {
        ...requestDetail(session, intent),
        found: found.map(({ order }) => ({
          id: order.key,
          reference: order.reference,
          total: order.total,
          customer: order.customerName ?? '',
        })),
      },
    }),
  )
}

/** An attempt without a clear answer may have made it, and somebody changed it since: then only a person can tell. */
function takenSentence({ reference, unclear }: PushRow, other: RemoteSalesOrder | undefined): string {
  const name = `a sales order ${other?.reference ?? reference}${other?.customerName ? ` for ${other.customerName}` : ''}`
  return unclear
    ? `Cin7 has ${name} whose customer or lines are not those of this order, and did not say whether it had made this one. If it is this order, changed in Cin7 since, link it; otherwise give that one another reference in Cin7 and try again.`
    : `Cin7 already has ${name}, and it is not this order. If it is meant to be this one, link it; otherwise give that one another reference in Cin7 and try again. Another order number prefix in Settings keeps later orders apart.`
}

/** The order cannot be put into the ERP's terms: something must be linked or filled in first. */
export async function noteUnmappable(
  session: PushSession,
  push: PushRow,
  problems: readonly Unmappable[],
): Promise<void> {
  const first = problems[0]
  if (!first) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  await note(session, (tx) =>
    recordParked(tx, {
      push,
      leaseOwner: session.leaseOwner,
      now: session.clock.now(),
      problem: { code: first.code, sentence: `${first.sentence}${more}` },
      unclear: push.unclear,
      field: first.field,
      fixes: [
        ...distinct(problems.map(fixFor)).slice(0, 6),
        { kind: 'retry', label: 'Try again', subjectId: push.orderId },
      ],
      detail: { problems: problems.map(({ field, seen, sentence }) => ({ field, seen, sentence })) },
    }),
  )
}

/** Sent to an account that is not connected any more, without a clear answer: only a person can look there now. */
export async function noteElsewhere(session: PushSession, pushes: readonly PushRow[]): Promise<void> {
  for (const push of pushes) {
    await note(session, async (tx) => {
      const nameOf = async (connectionId: string | null): Promise<string> => {
        const key = { supplierId: session.supplierId, connectionId: connectionId ?? '' }
        return `“${(await connectionById(tx, key))?.username ?? ''}”`
      }
      const before = await nameOf(push.connectionId)
      const present = await nameOf(session.connectionId)
      await recordParked(tx, {
        push,
        leaseOwner: session.leaseOwner,
        now: session.clock.now(),
        problem: {
          code: UNCLEAR_ELSEWHERE,
          sentence: `The Cin7 account ${before} did not say whether it made sales order ${push.reference}, and now ${present} is connected. Look for it in ${before}. If it is there, cancel this order or connect ${before} again; if it is not, make it in ${present}.`,
        },
        unclear: true,
        field: 'reference',
        fixes: [
          { kind: 'retry', label: `It is not there: make it in ${present}`, subjectId: push.orderId },
          { kind: 'open-connection', label: 'Open the Cin7 settings', subjectId: null },
        ],
      })
    })
  }
}

function distinct(fixes: readonly EntryFix[]): EntryFix[] {
  return [...new Map(fixes.map((fix) => [`${fix.kind} ${fix.subjectId}`, fix])).values()]
}

function fixFor(problem: Unmappable): EntryFix {
  const subjectId = problem.subject.id
  if (problem.code === 'customer-not-linked')
    return { kind: 'link-customer', label: 'Link the customer', subjectId }
  if (problem.code === 'product-not-linked')
    return { kind: 'link-product', label: 'Link the product', subjectId }
  if (problem.subject.kind === 'connection')
    return { kind: 'open-connection', label: 'Open the Cin7 settings', subjectId: null }
  if (problem.subject.kind === 'customer')
    return { kind: 'link-customer', label: 'Open the customer', subjectId }
  if (problem.subject.kind === 'product')
    return { kind: 'open-product', label: 'Open the product', subjectId }
  return { kind: 'edit-order', label: 'Take back to review', subjectId: null }
}

function requestDetail(session: PushSession, intent: SalesOrderIntent) {
  const mapped = session.open.erp.previewSalesOrder(intent)
  return mapped.ok ? { request: JSON.stringify(mapped.value.record, null, 2) } : {}
}
