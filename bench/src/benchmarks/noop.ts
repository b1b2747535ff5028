// The generator's own ceiling: requests shaped like a send, against servers that do nothing.

import { LOAD_METRICS, type Benchmark } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runLoad } from '../load/run-load.ts'
import { paths } from '../matrix/api.ts'
import { messageContent } from '../matrix/population.ts'

const CONNECTIONS = 64

export const noop: Benchmark = {
  name: 'noop',
  about: 'requests/s of the generator against a raw and a node:http server that do nothing',
  metrics: LOAD_METRICS,
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare({ target, options }) {
    const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
    const body = messageContent()
    let sent = 0
    const next = (): string => {
      sent += 1
      const path = paths.send('!noop:example.org', `noop${sent}`)
      return frameRequest(target.address, { method: 'PUT', path, token: 'noop-token-0123456789', body })
    }
    return {
      facts: { connections: connections.length },
      run: (durationMs) => runLoad({ target, options, connections, durationMs, next }),
      async close() {
        closeConnections(connections)
      },
    }
  },
}
