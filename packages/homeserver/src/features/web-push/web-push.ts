// Web Push: the gateway for browsers that is built into the server. A pusher whose `data.url` is this server's own gateway
// is called in process: what it is told is encrypted to the browser and handed to the push service the browser has named.
// docs/decisions/0046-speak-web-push-in-process.md
import { MatrixError } from '@chappe/contract'
import { isJsonObject } from '@chappe/core'
import type { JsonObject } from '@chappe/core'
import { createHash } from 'node:crypto'
import type { Clock, Random } from '../../deps.ts'
import { loadPrivateKey } from '../../private-key-file.ts'
import type { SubscriptionKeys } from './encrypt.ts'
import { encryptFor, parseSubscriptionKeys } from './encrypt.ts'
import { isServiceAllowed } from './services.ts'
import { createVapid } from './vapid.ts'

/** What the feature needs. */
export interface WebPushDeps {
  clock: Clock
  random: Random
  settings: {
    publicUrl: string
    serverName: string
    /** The file of the key; without it the key lives as long as the process. */
    keyPath: string | undefined
    /** Hosts (`push.example`, `*.push.example`) and origins of push services; empty: browsers are not offered it. */
    services: readonly string[]
  }
}

/** A browser that wants to be told. */
export interface Subscription {
  /** The address at the push service; whoever knows it can reach the browser. */
  endpoint: string
  /** The push service: calls wait and back off for each. */
  service: string
  keys: SubscriptionKeys
}

/** One message, before it is encrypted. */
export interface PushMessage {
  isUrgent: boolean
  /** A later message of the same topic takes the place of one that waits at the push service. */
  topic: string
}

/** A call to a push service: its headers, and what seals the text on its way out. */
export interface SealedCall {
  url: string
  headers: Readonly<Record<string, string>>
  isPlainHttp: boolean
  seal(text: string): Buffer
}

/** The operations of this feature. */
export interface WebPush {
  readonly isOn: boolean
  /** What a browser subscribes with. */
  readonly publicKey: string
  /** The `data.url` of pushers that are browsers. */
  readonly gatewayUrl: string
  isOwnGateway(url: string): boolean
  /** Throws `M_INVALID_PARAM` for what is no subscription at a push service that may be called. */
  assertSubscription(pushkey: string, data: JsonObject): void
  /** The subscription a pusher holds; nothing where it is none, or none that may be called any more. */
  findSubscription(pushkey: string, data: JsonObject): Subscription | undefined
  callFor(subscription: Subscription, message: PushMessage): SealedCall
}

const GATEWAY_PATH = '/_matrix/push/v1/notify'
const MAX_ENDPOINT_CHARS = 2048
/** As long as the server itself goes on trying. */
const TTL_SECONDS = 24 * 3600
/** "no more than 32 characters from the URL and filename-safe Base 64 alphabet" (RFC 8030, 5.4) */
const TOPIC_CHARS = 32

/** Ties the operations to what they need. */
export function createWebPush({ clock, random, settings }: WebPushDeps): WebPush {
  const publicUrl = settings.publicUrl.replace(/\/$/, '')
  const subject = publicUrl.startsWith('https:') ? publicUrl : `mailto:no-reply@${settings.serverName.replace(/:\d+$/, '')}`
  const key = loadPrivateKey({ path: settings.keyPath, what: 'the key of Web Push' }, random)
  const vapid = createVapid({ key, clock, subject })
  const gatewayUrl = `${publicUrl}${GATEWAY_PATH}`
  const findSubscription = (pushkey: string, data: JsonObject): Subscription | undefined => subscriptionIn(settings.services, pushkey, data)
  return {
    isOn: settings.services.length > 0,
    publicKey: vapid.publicKey,
    gatewayUrl,
    isOwnGateway: (url) => url === gatewayUrl,
    assertSubscription(pushkey, data) {
      if (findSubscription(pushkey, data) !== undefined) return
      throw new MatrixError('M_INVALID_PARAM', {
        message: 'A pusher of this gateway has the key p256dh as pushkey and, in data, auth and the endpoint of a push service of this server (push.web_push_services)',
      })
    },
    findSubscription,
    callFor({ endpoint, service, keys }, { isUrgent, topic }) {
      return {
        url: endpoint,
        isPlainHttp: service.startsWith('http:'),
        headers: {
          authorization: vapid.authorizationFor(service),
          'content-type': 'application/octet-stream',
          'content-encoding': 'aes128gcm',
          ttl: String(TTL_SECONDS),
          urgency: isUrgent ? 'high' : 'normal',
          // A digest that holds the endpoint: nothing tells a service that two browsers hear of the same room.
          topic: createHash('sha256').update(`${endpoint} ${topic}`).digest('base64url').slice(0, TOPIC_CHARS),
        },
        seal: (text) => encryptFor(keys, text, random),
      }
    },
  }
}

function subscriptionIn(services: readonly string[], pushkey: string, data: JsonObject): Subscription | undefined {
  const { endpoint, auth } = isJsonObject(data) ? data : {}
  if (typeof endpoint !== 'string' || typeof auth !== 'string') return undefined
  if (endpoint.length > MAX_ENDPOINT_CHARS || !URL.canParse(endpoint)) return undefined
  const url = new URL(endpoint)
  const keys = parseSubscriptionKeys(pushkey, auth)
  if (keys === undefined || !isServiceAllowed(services, url)) return undefined
  return { endpoint: url.href, service: url.origin, keys }
}
