// Two people who talk while something else is going on: how long it takes until what one says is there for the other.

import { performance } from 'node:perf_hooks'
import { at } from '../matrix/population.ts'
import { readString, type Account, type MatrixApi } from '../matrix/api.ts'

/** How long it took, ms. */
export interface TalkFigures {
  messages: number
  p50Ms: number
  p99Ms: number
  maxMs: number
}

/** They talk until `isOver`, with a pause after each message. */
export async function talk(api: MatrixApi, [speaker, listener]: readonly [Account, Account], isOver: () => boolean): Promise<TalkFigures> {
  const made = await api.call('POST', '/_matrix/client/v3/createRoom', speaker.token, { preset: 'public_chat' })
  const roomId = encodeURIComponent(readString(made, 'room_id'))
  await api.call('POST', `/_matrix/client/v3/rooms/${roomId}/join`, listener.token, {})
  let since = readString(await api.call('GET', '/_matrix/client/v3/sync?timeout=0', listener.token), 'next_batch')
  const took: number[] = []
  while (!isOver()) {
    const heard = api.call('GET', `/_matrix/client/v3/sync?timeout=20000&since=${since}`, listener.token)
    const start = performance.now()
    await api.call('PUT', `/_matrix/client/v3/rooms/${roomId}/send/m.room.message/t${took.length}-${start}`, speaker.token, { msgtype: 'm.text', body: 'soup?' })
    since = readString(await heard, 'next_batch')
    took.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  const sorted = took.toSorted((a, b) => a - b)
  return { messages: took.length, p50Ms: at(sorted, Math.floor(sorted.length / 2)), p99Ms: at(sorted, Math.floor(sorted.length * 0.99)), maxMs: at(sorted, sorted.length - 1) }
}

const PAUSE_MS = 40
