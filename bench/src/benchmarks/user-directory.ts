// Searching the user directory of a whole administration, as people type.

import { LOAD_METRICS, scaled, type Benchmark } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runLoad } from '../load/run-load.ts'
import { withApi, type Account } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'
import { createDice, makeTerm } from '../people/names.ts'
import { fillWithPeople } from '../people/people-store.ts'

const CONNECTIONS = 2
const PEOPLE = 825_000
const SEARCHERS = 4

export const userDirectory: Benchmark = {
  name: 'user-directory',
  about: 'searches/s of the user directory among 825,000 people, 2 connections; only for a Chappe that the bench starts: -- --profile=government --registration_shared_secret=... (scale: people)',
  metrics: LOAD_METRICS,
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const people = scaled(PEOPLE, options.scale, 1000)
    const searchers: Account[] = []
    const wake = async (): Promise<void> => withApi(target.address, { sharedSecret: target.sharedSecret }, async (api) => {
      searchers.push(...await registerAccounts({ api, folder: target.folder, say }, SEARCHERS))
    })
    await fillWithPeople({ target, count: people, say, wake })
    const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
    const dice = createDice(1)
    const next = (index: number): string => {
      const body = JSON.stringify({ search_term: makeTerm(dice), limit: 10 })
      const { token } = at(searchers, index % searchers.length)
      return frameRequest(target.address, { method: 'POST', path: '/_matrix/client/v3/user_directory/search', token, body })
    }
    return {
      facts: { people, connections: connections.length },
      run: (durationMs) => runLoad({ target, options, connections, durationMs, next }),
      async close() {
        closeConnections(connections)
      },
    }
  },
}
