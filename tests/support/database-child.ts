/**
 * A process of its own that opens the embedded database of a folder, for tests that kill it. It says `open embedded` or
 * `open attached`, then, when told to write, the number of each row once it is committed.
 */
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'

const [dataDir = '', task = 'wait'] = process.argv.slice(2)

try {
  const server = await startEmbeddedPostgres({ dataDir })
  console.log(`open ${server.ownsServer ? 'embedded' : 'attached'} ${server.pid}`)
  if (task === 'write') await writeRows(server.connection)
  process.stdin.on('end', () => {
    void server.stop().then(() => process.exit(0))
  })
  process.stdin.resume()
} catch (error) {
  console.log(`failed ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

async function writeRows(connection: object): Promise<never> {
  const client = new Client(connection)
  await client.connect()
  await client.query('create table if not exists written (number int)')
  for (let number = 1; ; number += 1) {
    await client.query('insert into written values ($1)', [number])
    console.log(number)
  }
}
