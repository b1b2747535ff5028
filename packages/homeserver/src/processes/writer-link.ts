// The way from a process to the writer of its installation: for what only the writer does, and for what it tells.
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent, request } from 'node:http'

/** What a process shows the writer to be let in, and whom it speaks for. */
export const SECRET_HEADER = 'x-chappe-secret'
export const CALLER_HEADER = 'x-chappe-caller'
/** How far the writer was when it answered: whoever hands the answer on has to be as far first. */
export const POSITION_HEADER = 'x-chappe-position'

/** The way to the writer. */
export interface WriterLink {
  /** Where it is; nowhere as long as nobody has said. */
  setAddress(address: string | undefined): void
  /** Begins a request; nothing where there is no writer to send it to. */
  begin(call: { method: string; path: string; headers: IncomingHttpHeaders }): ClientRequest | undefined
  close(): void
}

/** Makes the way, leading nowhere yet. */
export function createWriterLink(secret: string): WriterLink {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 64 })
  let place: { socketPath: string } | { host: string; port: number } | undefined
  return {
    setAddress(address) {
      place = address === undefined ? undefined : placeOf(address)
    },
    begin({ method, path, headers }) {
      if (place === undefined) return undefined
      return request({ ...place, agent, method, path, headers: { ...headers, [SECRET_HEADER]: secret } })
    },
    close: () => agent.destroy(),
  }
}

function placeOf(address: string): { socketPath: string } | { host: string; port: number } {
  if (address.startsWith('unix:')) return { socketPath: address.slice('unix:'.length) }
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) }
}

/** The answer to a request that is ended already; rejects where there is none. */
export function answerTo(call: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    call.once('response', resolve)
    call.on('error', reject)
    call.once('close', () => reject(new Error('the writer gave no answer')))
  })
}
