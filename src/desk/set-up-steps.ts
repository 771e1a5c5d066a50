/** The checklist of the first day. A step is done when what it is for is there, however it came about. */
import type { Beginnings } from './desk-store.ts'

export interface SetUpStep {
  readonly step: 'business' | 'connect' | 'customers' | 'products' | 'first-order'
  readonly done: boolean
  readonly sentence: string
  readonly minutes: number
}

export interface SetUpFacts extends Beginnings {
  readonly connected: boolean
}

export function setUpSteps(facts: SetUpFacts): { complete: boolean; steps: SetUpStep[] } {
  const steps: SetUpStep[] = [
    step('business', true, 2, 'Your business has its name, currency and time zone.', ''),
    step(
      'connect',
      facts.connected,
      5,
      'Cin7 is connected.',
      'Make an API connection in Cin7 and paste its username and key.',
    ),
    step(
      'customers',
      facts.customers,
      3,
      'Your customers are here.',
      facts.connected
        ? 'Choose which Cin7 contacts are customers here.'
        : 'Connect Cin7 to import them, or make one by hand.',
    ),
    step(
      'products',
      facts.products,
      5,
      'Your products are here.',
      facts.connected
        ? 'Choose which Cin7 products are sold here, and the price tier.'
        : 'Connect Cin7 first; products come from there.',
    ),
    step(
      'first-order',
      facts.placedOrder,
      2,
      'The first order is placed.',
      'Key an order for a customer and approve it.',
    ),
  ]
  return { complete: steps.every((one) => one.done), steps }
}

function step(
  name: SetUpStep['step'],
  done: boolean,
  minutes: number,
  after: string,
  before: string,
): SetUpStep {
  return { step: name, done, minutes, sentence: done ? after : before }
}
