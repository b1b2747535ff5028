// Where a request comes from: the other end of the connection, or what a trusted proxy says.
import proxyAddr from '@fastify/proxy-addr'
import type { IncomingMessage } from 'node:http'

/** The address of whoever asks; forwarded headers count only where a trusted proxy sent them. */
export type AddressOf = (request: IncomingMessage) => string

const callers = new WeakMap<IncomingMessage, string>()

/** Notes whom another process of this installation speaks for. */
export function setCaller(request: IncomingMessage, address: string): void {
  callers.set(request, address)
}

/** `trusted`: addresses and networks of proxies; none: forwarded headers are ignored. */
export function createAddressOf(trusted: readonly string[]): AddressOf {
  if (trusted.length === 0) return (request) => callers.get(request) ?? request.socket.remoteAddress ?? ''
  const trust = proxyAddr.compile([...trusted])
  return (request) => callers.get(request) ?? proxyAddr(request, trust)
}
