/** The adapter against the simulated Cin7 Omni over HTTP. */
import { describeErpConformance, type ErpUnderTest } from '../conformance.ts'
import { demoKey, demoUsername, startOmniSimulator } from '../../simulators/cin7-omni/server.ts'
import { makeCin7Omni } from './adapter.ts'
import { testContext } from './test-context.ts'

describeErpConformance('Cin7 Omni', async (): Promise<ErpUnderTest> => {
  const simulator = await startOmniSimulator({ limits: 'off' })
  const context = testContext({ url: simulator.url, username: demoUsername, key: demoKey })
  return {
    erp: makeCin7Omni(),
    context,
    wrongKey: { ...context, key: 'wrong' },
    nobody: { ...context, url: 'http://127.0.0.1:9/api' },
    close: () => simulator.close(),
  }
})
