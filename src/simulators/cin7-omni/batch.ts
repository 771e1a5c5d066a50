// The envelope of every POST and PUT: an array in, 200 and one result per record out, in order (spec, live). A record that
// fails is 200 with success:false; only a whole request that Omni cannot take is a 400. There is no idempotency of any kind.

import type { Account } from './account.ts'
import type { ArmedFault } from './faults.ts'
import { BadRequest } from './list-query.ts'
import type { Model } from './model.ts'
import { cutTooLong, isRecord, MalformedBody, malformedText, readRecord, tooLong } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

export type WriteContext = {
  account: Account
  /** Faults that alter what is stored. */
  alter: ArmedFault[]
  /** Values that must be unique and were already seen in this batch, as `name:value`, with the id of the record that has them (0: new). */
  seen: Map<string, number>
  /** Undefined unless a fault or switch delays the listing of new orders. */
  lateListMs?: number
}

export type Stored = { id: number; code: string | null }
export type Refused = { errors: string[] }
/** A record that passed its checks and can be stored, or the reasons why not. */
export type Prepared = { store: () => Stored | Refused } | Refused

export type Writer = (record: Sent, context: WriteContext) => Prepared

export type BatchResult = {
  index: number
  success: boolean
  id: number | null
  code: string | null
  errors: string[]
}

const batchLimit = 250

export function parseBatch(text: string): Sent[] {
  let body: unknown
  try {
    body = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch {
    throw new BadRequest(malformedText)
  }
  if (!Array.isArray(body)) throw new BadRequest(malformedText)
  if (!body.every(isRecord)) {
    throw new BadRequest(malformedText)
  }
  if (body.length > batchLimit) throw new BadRequest('Batch limit is 250.')
  return body
}

/** Notes that a record of the batch wants a unique value; true when another one wanted it before. One record may be named twice. */
export function claimedByAnother({ seen }: WriteContext, name: string, ownId: number): boolean {
  const claimedBy = seen.get(name)
  if (claimedBy === undefined) seen.set(name, ownId)
  return claimedBy !== undefined && (claimedBy !== ownId || ownId === 0)
}

/** What a duplicate is refused with; '' leaves the list of errors empty. */
export function duplicateSentence(account: Account, named: string): string {
  const form = account.switches.duplicateText
  if (form === 'none') return ''
  return form === 'named' ? named : 'The record could not be saved.'
}

export function failure(account: Account, index: number, errors: string[]): BatchResult {
  const empty = account.switches.failedResult === 'zeroAndEmpty'
  return { index, success: false, id: empty ? 0 : null, code: empty ? '' : null, errors }
}

function checkLengths(model: Model, record: Sent, account: Account): string | null {
  const sentence = tooLong(model, record)
  if (!sentence) return null
  const mode = account.switches.tooLongText
  if (mode === 'badRequest') throw new BadRequest(sentence)
  if (mode === 'recordFailure') return sentence
  cutTooLong(model, record)
  return null
}

/** Two passes: everything is checked before anything is stored, so that a 400 for the whole request stores nothing. */
export function runBatch(text: string, model: Model, writer: Writer, context: WriteContext): BatchResult[] {
  const { account } = context
  let records: Sent[]
  try {
    records = parseBatch(text).map((sent) => readRecord(model, sent))
  } catch (error) {
    if (error instanceof MalformedBody) throw new BadRequest(malformedText)
    throw error
  }
  const prepared = records.map((record): Prepared => {
    const sentence = checkLengths(model, record, account)
    return sentence === null ? writer(record, context) : { errors: [sentence] }
  })
  return prepared.map((one, index): BatchResult => {
    const stored = 'errors' in one ? one : one.store()
    if ('errors' in stored)
      return failure(
        account,
        index,
        stored.errors.filter((sentence) => sentence !== ''),
      )
    return { index, success: true, id: stored.id, code: stored.code, errors: [] }
  })
}
