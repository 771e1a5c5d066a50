import { expect, it } from 'vitest'
import type { PushRow } from '../pushes/push-store.ts'
import { pushSentence } from './push-sentence.ts'

const slowDown = 'Cin7 asked to slow down. It is tried again by itself.'
const notConnected = 'Cin7 is not connected. The sales order is made as soon as it is.'
const notSure = 'Cin7 did not say whether it made sales order PV-1.'

it.each([
  ['what keeps all orders until somebody acts, not the last attempt', slowDown, false, true, notConnected],
  ['the last attempt, as long as sending goes on', slowDown, false, false, slowDown],
  ['that it may be there already, whatever else there is', notSure, true, true, notSure],
  ['what the connection suffers from, before any attempt', null, false, false, notConnected],
])('a waiting order tells %s', (_, problemSentence, unclear, stopped, sentence) => {
  const push = { problemSentence, unclear } as PushRow
  expect(
    pushSentence({ pushState: 'waiting', status: 'approved', push, trouble: notConnected, stopped }),
  ).toBe(sentence)
})
