/** People who call the API of a house as any program would, and see statuses and problems: its owner, its staff, a stranger. */
import { hashPassword } from 'better-auth/crypto'
import { type UserId, newId } from '../../src/core/ids.ts'
import { transact } from '../../src/db/transact.ts'
import { insertMember, insertPerson } from '../../src/identity/people-store.ts'
import type { House } from './supplier-house.ts'
import { type TestClient, testClient } from './test-server.ts'

export interface Callers {
  readonly owner: TestClient
  /** Of the same supplier, in the role `staff`. */
  readonly staff: TestClient
  /** The owner of the house's second supplier. */
  readonly stranger: TestClient
  readonly nobody: TestClient
}

export async function callersOf(house: House): Promise<Callers> {
  const staff = { email: 'staff@journey.example', password: 'correct horse battery' }
  const person = { userId: newId<UserId>(), name: 'Tom Reid', email: staff.email }
  const passwordHash = await hashPassword(staff.password)
  await transact(house.product.services.db, { system: true }, async (tx) => {
    await insertPerson(tx, { ...person, passwordHash }, newId())
    await insertMember(tx, { supplierId: house.supplierId, userId: person.userId, role: 'staff' })
  })
  const url = house.product.url!
  const signedIn = async (who: { email: string; password: string }): Promise<TestClient> => {
    const client = testClient(url)
    const { status } = await client.call('/api/session', { body: who })
    if (status !== 200) throw new Error(`Signing in as ${who.email} gave ${status}.`)
    return client
  }
  return {
    owner: await signedIn(house.owner),
    staff: await signedIn(staff),
    stranger: await signedIn(house.households[1]!.owner),
    nobody: testClient(url),
  }
}
