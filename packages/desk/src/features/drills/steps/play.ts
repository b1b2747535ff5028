// The intruder of a drill: signs in to the account, lists its rooms, accepts invitations, pages, and takes the files, until
// there is nothing more or the server refuses.
import { isJsonObject } from '@chappe/core'
import type { InnerAnswer } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { PlayedCall } from './calls.ts'
import { callAs, objectIn } from './calls.ts'
import type { Truth } from './truth.ts'
import { noteAnswer, noteFile } from './truth.ts'

/** What the intruder is given. */
export interface Raid {
  userId: string
  token: string
  /** Where it comes from, in turn. */
  addresses: readonly string[]
  /** Invitations that it leaves alone. */
  waiting: ReadonlySet<string>
  truth: Truth
  /** Is called before each request; false: it is over. */
  goOn(): Promise<boolean>
  /** Is called after each answer of which something arrived. */
  arrived(): Promise<void>
}

/** The server answers it no more, or the drill is over. */
class RaidOver extends Error {}

const V3 = '/_matrix/client/v3'
const PAGE = 8
const FILTER = JSON.stringify({ presence: { types: [] }, room: { timeline: { limit: 10 } } })

/** Runs to its end. */
export async function raid(ports: DeskPorts, it: Raid): Promise<void> {
  const addresses = [...it.addresses]
  let turn = 0

  async function call(request: PlayedCall, note: (answer: InnerAnswer) => void): Promise<InnerAnswer> {
    while (addresses.length > 0) {
      if (!(await it.goOn())) break
      const ip = addresses[turn % addresses.length] ?? ''
      turn += 1
      const answer = await callAs(ports, { userId: it.userId, token: it.token, ip }, request)
      if (answer.status === 200) {
        note(answer)
        await it.arrived()
        if (!answer.isCut) return answer
      }
      // A network may be blocked; the session goes on from another one.
      if (answer.status === 403) addresses.splice(addresses.indexOf(ip), 1)
      else break
    }
    throw new RaidOver()
  }

  const ask = async (request: PlayedCall, roomId?: string): Promise<Record<string, unknown>> =>
    objectIn((await call(request, ({ body }) => noteAnswer(it.truth, body, roomId))).body)

  try {
    const { joined, invited } = roomsIn(await ask({ method: 'GET', path: `${V3}/sync?timeout=0&filter=${encodeURIComponent(FILTER)}` }))
    for (const roomId of [...joined, ...invited.filter((each) => !it.waiting.has(each))]) {
      if (invited.includes(roomId)) await ask({ method: 'POST', path: `${V3}/join/${encodeURIComponent(roomId)}`, body: {} })
      for (const mxc of await readRoom(ask, roomId)) {
        await call({ method: 'GET', path: `/_matrix/client/v1/media/download/${mxc.slice('mxc://'.length)}` }, ({ body }) => noteFile(it.truth, mxc, body.byteLength))
      }
    }
  } catch (error) {
    if (!(error instanceof RaidOver)) throw error
  }
}

/** Pages through a room; gives back the files that it names. */
async function readRoom(ask: (request: PlayedCall, roomId?: string) => Promise<Record<string, unknown>>, roomId: string): Promise<Set<string>> {
  const path = `${V3}/rooms/${encodeURIComponent(roomId)}`
  const files = new Set<string>()
  await ask({ method: 'GET', path: `${path}/members` }, roomId)
  for (let from: string | undefined = ''; from !== undefined; ) {
    const { chunk, end } = await ask({ method: 'GET', path: `${path}/messages?dir=b&limit=${PAGE}${from === '' ? '' : `&from=${encodeURIComponent(from)}`}` }, roomId)
    for (const each of Array.isArray(chunk) ? chunk : []) {
      const url: unknown = each?.content?.url
      if (typeof url === 'string' && url.startsWith('mxc://')) files.add(url)
    }
    from = typeof end === 'string' ? end : undefined
  }
  return files
}

function roomsIn({ rooms }: Record<string, unknown>): { joined: string[]; invited: string[] } {
  const idsOf = (of: unknown): string[] => (isJsonObject(of) ? Object.keys(of) : [])
  return isJsonObject(rooms) ? { joined: idsOf(rooms['join']), invited: idsOf(rooms['invite']) } : { joined: [], invited: [] }
}
