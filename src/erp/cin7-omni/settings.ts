/**
 * Every number of the Cin7 Omni adapter in one place: Cin7's limits, our time limits, sizes and overlaps. Nothing else in the
 * adapter holds a tunable number.
 */

/** Cin7's own limits for one API connection (spec, agreed by six clients). Every call counts, retries included (inferred). */
export const omniLimits = { perSecond: 3, perMinute: 60, perDay: 5_000 } as const

export interface OmniSettings {
  /** Time to open a TCP and TLS connection. */
  readonly connectTimeoutMs: number
  /** Time from sending until the answer's headers. Live clients use 10 to 60 s. */
  readonly headersTimeoutMs: number
  /** Time from the answer's headers to the end of its body, however steadily it trickles. */
  readonly bodyTimeoutMs: number
  /** Time for one whole call, connecting included. */
  readonly totalTimeoutMs: number
  /** An answer longer than this (decoded) is dropped. 250 sales orders of 100 lines are about 20 MB. */
  readonly maxAnswerBytes: number
  /** A batch longer than this goes in several calls. 4 MB is a usual limit of ASP.NET (guess: Cin7's own is unknown). */
  readonly maxRequestBytes: number
  /** Bodies handed to the observer are cut here. */
  readonly maxObservedChars: number
  /** Rows of a list call: the greatest that Cin7 allows (spec). */
  readonly pageSize: number
  /** Page sizes to fall back to when an answer is longer than `maxAnswerBytes`. */
  readonly smallerPageSizes: readonly number[]
  /** Records of one POST: the greatest that Cin7 allows (spec). */
  readonly maxBatch: number
  /**
   * Longest query string. Cin7's own limit is unknown; a list of a few hundred ids was answered with 404 (live x1), and the
   * usual limit of IIS is 2,048. 250 ids of seven digits come to 2,041.
   */
  readonly maxQueryChars: number
  /** Sales order lines that one look-up by reference may bring back. */
  readonly maxLinesPerLookup: number
  /** Pages that one look-up by reference may take before it is given up as senseless. */
  readonly maxLookupPages: number
  /** Attempts of one GET, the first included. A write is sent once. */
  readonly readAttempts: number
  /** Waits before the second, third, … attempt of a GET after an outage. */
  readonly readRetryWaitsMs: readonly number[]
  /** Wait after a first 429 without a usable Retry-After (live clients use 1.5 to 2 s). */
  readonly rateLimitedWaitMs: number
  /** A longer wait is not slept inside a call but told to the caller. */
  readonly longestWaitInCallMs: number
  /** A Retry-After beyond this is taken for this, so that Cin7 is asked again now and then. */
  readonly longestRetryAfterMs: number
  /** A Retry-After beyond this is not believed at all. */
  readonly saneRetryAfterMs: number
  /** How far each sweep over changed sales orders looks back behind the newest change seen. */
  readonly changesOverlapMs: number
  /** A short page of news with at least so many rows is not believed to be the last; fewer are looked behind by later polls. */
  readonly suspiciousRows: number
  /** Sockets kept open to one host, over all accounts. */
  readonly connections: number
  /** How long an idle socket is kept; below the two minutes after which IIS closes it. */
  readonly keepAliveMs: number
}

export const defaultOmniSettings: OmniSettings = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 45_000,
  bodyTimeoutMs: 30_000,
  totalTimeoutMs: 60_000,
  maxAnswerBytes: 64 * 1024 * 1024,
  maxRequestBytes: 3_500_000,
  maxObservedChars: 20_000,
  pageSize: 250,
  smallerPageSizes: [50, 10, 1],
  maxBatch: 250,
  maxQueryChars: 2_045,
  maxLinesPerLookup: 25_000,
  maxLookupPages: 40,
  readAttempts: 3,
  readRetryWaitsMs: [500, 1_500],
  rateLimitedWaitMs: 1_750,
  longestWaitInCallMs: 5_000,
  longestRetryAfterMs: 5 * 60_000,
  saneRetryAfterMs: 24 * 60 * 60_000,
  changesOverlapMs: 120_000,
  suspiciousRows: 5,
  connections: 128,
  keepAliveMs: 20_000,
}
