// The published directory: searches for words in the names, topics and aliases of 10,000 rooms.

import { randomBytes } from 'node:crypto'
import { LOAD_METRICS, scaled, type BenchContext, type Benchmark } from '../benchmark.ts'
import { closeConnections, createConnections } from '../http/connection.ts'
import { frameRequest } from '../http/request.ts'
import { runLoad } from '../load/run-load.ts'
import { forEachConcurrently, withApi, type Account, type Json, type MatrixApi } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'

const ROOMS = 10_000
const OWNERS = 8
/** People who search at the same moment. */
const CONNECTIONS = 4
const PAGE = 20
const PATH = '/_matrix/client/v3/publicRooms'

const WORDS = ['cantine', 'équipe', 'budget', 'sécurité', 'forum', 'Lyon', 'Paris', 'Lille', 'projet', 'réseau', 'marché', 'école', 'santé',
  'finances', 'logement', 'énergie', 'transport', 'culture', 'numérique', 'formation', 'accueil', 'achats', 'juridique', 'presse']

export const publicDirectory: Benchmark = {
  name: 'public-directory',
  about: 'searches/s and ms of POST /publicRooms over 10,000 published rooms, pages of 20, 4 connections (scale: rooms)',
  metrics: LOAD_METRICS,
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare(context) {
    const { target, options } = context
    const rooms = scaled(ROOMS, options.scale, 10)
    const account = await withApi(target.address, { sharedSecret: target.sharedSecret }, (api) => publishRooms(context, api, rooms))
    const connections = createConnections(target.address, options.connections ?? CONNECTIONS)
    const next = (): string =>
      frameRequest(target.address, { method: 'POST', path: PATH, token: account.token, body: JSON.stringify(searchFor(termOf(rooms))) })
    return {
      facts: { rooms, page: PAGE, connections: connections.length },
      run: (durationMs) => runLoad({ target, options, connections, durationMs, next }),
      async close() {
        closeConnections(connections)
      },
    }
  },
}

function word(): string {
  return at(WORDS, Math.floor(Math.random() * WORDS.length))
}

/** What people type: the beginning of a word, without its accents half of the time, or the number of a room. */
function termOf(rooms: number): string {
  if (Math.random() < 0.2) return String(Math.floor(Math.random() * rooms))
  const typed = word().slice(0, 3 + Math.floor(Math.random() * 6)).toLowerCase()
  return Math.random() < 0.5 ? typed : typed.normalize('NFKD').replaceAll(/\p{M}/gu, '')
}

function searchFor(term: string): Json {
  return { limit: PAGE, filter: { generic_search_term: term } }
}

async function publishRooms({ say }: BenchContext, api: MatrixApi, rooms: number): Promise<Account> {
  const accounts = await registerAccounts({ api, folder: undefined, say }, OWNERS)
  const run = randomBytes(4).toString('hex')
  await forEachConcurrently(Array.from({ length: rooms }, (_, index) => index), api.width, async (index) => {
    await api.call('POST', '/_matrix/client/v3/createRoom', at(accounts, index % OWNERS).token, {
      preset: 'public_chat', visibility: 'public', name: `${word()} ${word()} ${index}`,
      topic: `${word()} ${word()} ${word()} ${word()} ${word()}`, room_alias_name: `bench-${run}-${index}`,
    })
  })
  const reader = at(accounts, 0)
  const answer = await api.call('POST', PATH, reader.token, { limit: 1 }) as { total_room_count_estimate?: number }
  const listed = answer.total_room_count_estimate ?? 0
  // A directory that leaves rooms out is searched faster.
  if (listed < rooms) throw new Error(`the directory lists ${listed} of ${rooms} rooms`)
  say(`${listed} rooms listed`)
  return reader
}
