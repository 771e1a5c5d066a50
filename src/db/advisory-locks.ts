/** The numbers of all advisory locks, so that no two purposes share one. An older process may run beside a newer: they never change. */
export const advisoryLocks = {
  /** Held by the session that migrates the schema. */
  migrate: 7_873_112_904,
  /** Held by the session that prepares the job engine's schema. */
  prepareJobs: 7_873_112_905,
  /** Seed of the locks on the subjects of sign-ins: an account, an address of the network. */
  signInSubject: 7_873_112_906,
  /** Seed of the locks on idempotency keys. */
  idempotencyKey: 7_873_112_907,
  /** Held by the transaction that makes the first supplier. */
  firstRun: 7_873_112_908,
} as const
