/** Makes a supplier with its owner, all or nothing; and the first run, which may happen once per installation. */
import { hashPassword } from 'better-auth/crypto'
import { type SupplierId, type UserId, newId } from '../core/ids.ts'
import { type Refusal, isRefusal, refuse } from '../core/refusal.ts'
import { type Db, type Tx, transact } from '../db/transact.ts'
import { currencyProblem, isTimeZone } from '../rules/region-rules.ts'
import {
  anySupplierExists,
  insertMember,
  insertPerson,
  insertSupplier,
  lockFirstRun,
} from './people-store.ts'

export interface SupplierWithOwner {
  readonly supplierName: string
  readonly country: string
  /** ISO 4217. */
  readonly currency: string
  /** IANA name. */
  readonly timeZone: string
  readonly personName: string
  readonly email: string
  readonly password: string
}

export interface Founded {
  readonly supplierId: SupplierId
  readonly userId: UserId
}

type RegionCode = 'time-zone-unknown' | 'currency-unknown'

/** Makes a supplier, a person who can sign in, and the ownership between them, whatever suppliers there are already. */
export async function createSupplierWithOwner(
  db: Db,
  input: SupplierWithOwner,
): Promise<Founded | Refusal<RegionCode | 'email-taken'>> {
  const prepared = await prepare(input)
  if (isRefusal(prepared)) return prepared
  return transact(db, { system: true }, (tx) => found(tx, prepared))
}

/** The first run: the same, refused once there is any supplier. Of several at the same moment one succeeds. */
export async function setUpInstallation(
  db: Db,
  input: SupplierWithOwner,
): Promise<Founded | Refusal<RegionCode | 'already-set-up'>> {
  const prepared = await prepare(input)
  if (isRefusal(prepared)) return prepared
  return transact(db, { system: true }, async (tx) => {
    await lockFirstRun(tx)
    if (await anySupplierExists(tx)) {
      return refuse('already-set-up', 'This installation has been set up already. Sign in instead.')
    }
    const founded = await found(tx, prepared)
    if (!isRefusal(founded)) return founded
    return refuse('already-set-up', `${founded.sentence} Sign in with it instead.`)
  })
}

interface Prepared extends SupplierWithOwner {
  readonly passwordHash: string
}

/** Everything slow, so that the transaction is short: hashing a password takes long on purpose. */
async function prepare(input: SupplierWithOwner): Promise<Prepared | Refusal<RegionCode>> {
  if (!isTimeZone(input.timeZone)) {
    const sentence = `"${input.timeZone}" is not a time zone that is known here. Choose one such as Pacific/Auckland.`
    return refuse('time-zone-unknown', sentence, { fields: [{ path: 'timeZone', message: sentence }] })
  }
  const problem = currencyProblem(input.currency)
  if (problem !== undefined) {
    return refuse('currency-unknown', problem, { fields: [{ path: 'currency', message: problem }] })
  }
  return { ...input, email: input.email.toLowerCase(), passwordHash: await hashPassword(input.password) }
}

async function found(tx: Tx, input: Prepared): Promise<Founded | Refusal<'email-taken'>> {
  const userId = newId<UserId>()
  const supplierId = newId<SupplierId>()
  const person = { userId, name: input.personName, email: input.email, passwordHash: input.passwordHash }
  if (!(await insertPerson(tx, person, newId()))) {
    return refuse('email-taken', `Somebody with the e-mail address ${input.email} has an account already.`)
  }
  await insertSupplier(tx, {
    supplierId,
    name: input.supplierName,
    country: input.country,
    currency: input.currency,
    timeZone: input.timeZone,
  })
  await insertMember(tx, { supplierId, userId, role: 'owner' })
  return { supplierId, userId }
}
