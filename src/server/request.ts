/** What a request knows of itself beside what it carries: its endpoint's name for logs and metrics, and who asks. */
import type { Asker } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The contract's name of the endpoint, such as `orders.approve`. */
    endpointName?: string
  }

  interface FastifyRequest {
    /** Set for the contract's endpoints before their bodies are read. */
    asker: Asker | undefined
  }
}
