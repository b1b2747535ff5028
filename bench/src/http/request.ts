// Requests framed by hand: the generator must cost less than the server it measures.

/** What a request says; `token` becomes a bearer token, `body` is JSON text. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path with query, already encoded. */
  path: string
  token?: string
  body?: string
}

/** Where requests go: an IP address or name, and a TCP port. */
export interface Address {
  host: string
  port: number
}

/** Frames a request as HTTP/1.1 keep-alive text for `address`. */
export function frameRequest(address: Address, request: HttpRequest): string {
  let head = `${request.method} ${request.path} HTTP/1.1\r\nHost: ${address.host}:${address.port}\r\n`
  if (request.token !== undefined) head += `Authorization: Bearer ${request.token}\r\n`
  if (request.body === undefined) return head + '\r\n'
  return head + `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(request.body)}\r\n\r\n${request.body}`
}

/** Frames an upload of bytes as an HTTP/1.1 keep-alive POST. */
export function frameUpload(address: Address, request: { path: string, token: string, bytes: Uint8Array }): Uint8Array {
  const { path, token, bytes } = request
  const head = `POST ${path} HTTP/1.1\r\nHost: ${address.host}:${address.port}\r\nAuthorization: Bearer ${token}\r\n`
    + `Content-Type: application/octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}

/**
 * Reads the address of an `http://` URL. Throws for other schemes (TLS would measure OpenSSL) and, unless
 * `remoteAllowed`, for hosts other than this machine: load aimed elsewhere by mistake is an attack.
 */
export function parseAddress(url: string, remoteAllowed = false): Address {
  const parsed = new URL(url)
  if (parsed.protocol !== 'http:') throw new Error(`only http:// can be measured, not ${parsed.protocol}//`)
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  if (!remoteAllowed && !['127.0.0.1', 'localhost', '::1'].includes(host)) {
    throw new Error(`${host} is not this machine; --allow-remote says that you may load it`)
  }
  return { host, port: parsed.port === '' ? 80 : Number(parsed.port) }
}
