/** `npm test`: the whole suite, or the files named (`npm test -- src/orders`). */
import { runTests } from './run-tests.ts'

const well = await runTests(process.argv.slice(2))
process.exit(well ? 0 : 1)
