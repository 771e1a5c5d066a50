/** Whether an error of a statement or a connection means that the database cannot be reached, rather than that it said no. */
import { errorCode } from './embedded-binaries.ts'

/** PostgreSQL's own codes (connection exceptions, shut-downs, too many connections), then the system's. */
const codes =
  /^(08\w{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/

/** The driver's words for what has no code. */
const words =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** @param error Anything that `transact` or `read` threw. */
export function isOutOfReach(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutOfReach)
  return error instanceof Error && (codes.test(errorCode(error)) || words.test(error.message))
}
