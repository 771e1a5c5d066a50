import { describe, expect, it } from 'vitest'
import { type LightFacts, erpLight } from './erp-light.ts'

const now = new Date('2026-11-23T10:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const fine = {
  state: 'connected',
  stateSentence: null,
  paused: false,
  retryAt: null,
  closedUntil: null,
  failing: null,
  held: null,
}
const none = { count: 0, oldestDueAt: null }

const cases: [string, Omit<LightFacts, 'now'>, string, string, RegExp][] = [
  ['nothing connected', { standing: undefined, waiting: none }, 'grey', 'Not connected', /Connect it/],
  ['all well', { standing: fine, waiting: none }, 'green', 'Connected', /connected/],
  [
    'one that waits since a moment',
    { standing: fine, waiting: { count: 1, oldestDueAt: later(-119) } },
    'green',
    'Connected',
    /connected/,
  ],
  [
    'one that waits for long',
    { standing: fine, waiting: { count: 3, oldestDueAt: later(-180) } },
    'amber',
    'Behind',
    /3 orders wait to be sent, the first for 3 minutes/,
  ],
  [
    'needs attention before all else',
    {
      standing: { ...fine, state: 'needs-attention', stateSentence: 'Cin7 refused the key.', paused: true },
      waiting: none,
    },
    'red',
    'Needs attention',
    /^Cin7 refused the key\.$/,
  ],
  [
    'paused',
    { standing: { ...fine, paused: true }, waiting: { count: 1, oldestDueAt: now } },
    'amber',
    'Paused',
    /1 order waits to be sent; nothing is lost/,
  ],
  [
    'backing off',
    { standing: { ...fine, retryAt: later(40) }, waiting: none },
    'amber',
    'Trying again',
    /next try is in 40 seconds\.$/,
  ],
  [
    'calls that are used up',
    {
      standing: { ...fine, held: "Today's 5,000 calls to Cin7 are used up." },
      waiting: { count: 2, oldestDueAt: now },
    },
    'amber',
    'Waiting',
    /used up\. 2 orders wait to be sent; nothing is lost\.$/,
  ],
  [
    'a loop that fails in Purvey itself',
    { standing: { ...fine, failing: 'Sending orders to Cin7 fails.' }, waiting: none },
    'red',
    'Failing',
    /^Sending orders to Cin7 fails\.$/,
  ],
  [
    'back-off over, and no answer yet',
    { standing: { ...fine, retryAt: later(-30) }, waiting: { count: 2, oldestDueAt: later(-60) } },
    'amber',
    'Trying again',
    /at the last try; the next call shows whether it answers again\. 2 orders wait to be sent; nothing is lost\.$/,
  ],
  [
    'back-off over, and the answer since that there are too many calls',
    { standing: { ...fine, retryAt: later(-30), closedUntil: later(40) }, waiting: none },
    'amber',
    'Waiting',
    /^Cin7 asked for fewer calls\. Sending goes on in 40 seconds\.$/,
  ],
  [
    'back-off over, and a loop that fails in Purvey itself',
    { standing: { ...fine, retryAt: later(-30), failing: 'Sending orders to Cin7 fails.' }, waiting: none },
    'red',
    'Failing',
    /^Sending orders to Cin7 fails\.$/,
  ],
  [
    'budget closed',
    { standing: { ...fine, closedUntil: later(7200) }, waiting: none },
    'amber',
    'Waiting',
    /goes on in 2 hours\.$/,
  ],
]

describe('the Cin7 light', () => {
  it.each(cases)('with %s', (_, facts, tone, word, sentence) => {
    const light = erpLight({ ...facts, now })
    expect([light.tone, light.word]).toEqual([tone, word])
    expect(light.sentence).toMatch(sentence)
  })
})
