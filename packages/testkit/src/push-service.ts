// A push service for tests (RFC 8030), and the browsers that have subscribed there: a real HTTP server which opens what it
// is sent, as a browser would (RFC 8291), and looks at who sends it (RFC 8292).
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'

/** What a browser tells its page of a subscription. */
export interface TestSubscription {
  endpoint: string
  p256dh: string
  auth: string
}

/** A message as the browser finds it. */
export interface PushedMessage {
  endpoint: string
  /** What it says, once opened. */
  text: string
  ttl: string | undefined
  urgency: string | undefined
  topic: string | undefined
  /** The claims of the sender's token, whose signature was right, and the key it names. */
  sender: { claims: Record<string, unknown>; key: string }
}

/** A push service that listens. */
export interface TestPushService extends AsyncDisposable {
  /** To be named as a service of the server. */
  origin: string
  /** A new subscription of some browser. */
  subscribe(): TestSubscription
  /** How it answers from now on. */
  behave(status: number): void
  /** Every message that was taken, oldest first. */
  messages: readonly PushedMessage[]
  /** How many calls came, taken or not. */
  calls(): number
  /** Resolves with the messages once there are so many. */
  until(count: number): Promise<readonly PushedMessage[]>
}

interface Browser {
  pair: ReturnType<typeof createECDH>
  auth: Buffer
}

/** Starts one on this machine. */
export async function startPushService(): Promise<TestPushService> {
  const browsers = new Map<string, Browser>()
  const messages: PushedMessage[] = []
  const waiting = new Set<() => void>()
  const state = { status: 201, calls: 0 }
  const server = createServer((request, response) => {
    void bytesOf(request).then((body) => {
      state.calls += 1
      const browser = browsers.get(request.url ?? '')
      const status = browser === undefined ? 404 : state.status
      if (browser !== undefined && status < 300) messages.push(readMessage(request, body, { browser, origin: service.origin }))
      response.writeHead(status).end()
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const service: TestPushService = {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    subscribe() {
      const pair = createECDH('prime256v1')
      pair.generateKeys()
      const auth = randomBytes(16)
      const path = `/push/${randomBytes(12).toString('base64url')}`
      browsers.set(path, { pair, auth })
      return { endpoint: `${service.origin}${path}`, p256dh: pair.getPublicKey().toString('base64url'), auth: auth.toString('base64url') }
    },
    behave(status) {
      state.status = status
    },
    messages,
    calls: () => state.calls,
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (messages.length < count) return
          waiting.delete(look)
          resolve(messages)
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return service
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function readMessage({ url = '', headers }: IncomingMessage, body: Buffer, { browser, origin }: { browser: Browser; origin: string }): PushedMessage {
  const one = (name: string): string | undefined => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  if (one('content-encoding') !== 'aes128gcm') throw new Error('a message for a browser is encrypted')
  return {
    endpoint: `${origin}${url}`,
    text: open(body, browser),
    ttl: one('ttl'),
    urgency: one('urgency'),
    topic: one('topic'),
    sender: readSender(one('authorization') ?? ''),
  }
}

/** Opens one record of `aes128gcm`; throws where it is not for this browser. */
function open(body: Buffer, { pair, auth }: Browser): string {
  const salt = body.subarray(0, 16)
  const keyLength = body.readUInt8(20)
  const senderKey = body.subarray(21, 21 + keyLength)
  const sealed = body.subarray(21 + keyLength)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), senderKey])
  const material = Buffer.from(hkdfSync('sha256', pair.computeSecret(senderKey), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: nonce\0', 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}

function readSender(header: string): PushedMessage['sender'] {
  const [, head = '', claims = '', signature = '', key = ''] = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header) ?? []
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const isRight = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  if (!isRight) throw new Error('the token of the sender is not signed by the key it names')
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString()), key }
}
