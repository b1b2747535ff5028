// Alerts with the tab closed: this browser subscribes at its push service, and the server is told where.
import { getWebPush, postPusher } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/**
 * How it stands. `unsupported`: this browser cannot; `unavailable`: this server does not; `blocked`: the browser was told
 * never to ask; `failed`: it did not work, and may another time.
 */
export type WebPushState = 'unsupported' | 'unavailable' | 'blocked' | 'off' | 'working' | 'on' | 'failed'

/** Alerts of this browser with the tab closed. */
export interface WebPush {
  state: Live<WebPushState>
  /** Asks whoever sits there, subscribes, and tells the server. */
  turnOn(language: string): Promise<void>
  turnOff(): Promise<void>
}

const APP_ID = 'org.chappe.web'
/** Whether alerts were wanted in this browser: what a push service has ended meanwhile is begun anew. */
const WANTED_KEY = 'chappe.alerts.push'
const READY_MS = 15_000

/** Follows the subscription of this browser; one that is wanted is looked after at once. */
export function openWebPush(signedIn: SignedIn): WebPush {
  const isAble = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  const state = createStore<WebPushState>(() => (isAble ? standing() : 'unsupported'))

  async function work(act: () => Promise<WebPushState>): Promise<void> {
    if (!isAble || state.getState() === 'working') return
    state.setState('working', true)
    state.setState(await act().catch((): WebPushState => 'failed'), true)
  }

  async function subscribeAnew(language: string): Promise<WebPushState> {
    const about = await askServer(signedIn)
    if (about === undefined) return 'unavailable'
    const { pushManager } = await readyWorker()
    const old = await pushManager.getSubscription()
    const key = bytesOf(about.key)
    // One that was made for another key of the server is heard by nobody.
    const isGood = old !== null && isSame(old.options.applicationServerKey, key)
    if (old !== null && !isGood) await old.unsubscribe()
    const subscription = old !== null && isGood ? old : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
    await setPusher(signedIn, subscription, { gatewayUrl: about.gatewayUrl, language })
    localStorage.setItem(WANTED_KEY, language)
    return 'on'
  }

  const wanted = localStorage.getItem(WANTED_KEY)
  if (isAble && wanted !== null && Notification.permission === 'granted') void work(() => subscribeAnew(wanted))
  return {
    state,
    turnOn: (language) =>
      work(async () => {
        const answer = await Notification.requestPermission()
        if (answer === 'granted') return subscribeAnew(language)
        return answer === 'denied' ? 'blocked' : 'off'
      }),
    turnOff: () =>
      work(async () => {
        localStorage.removeItem(WANTED_KEY)
        const subscription = await (await readyWorker()).pushManager.getSubscription()
        if (subscription !== null) {
          await subscription.unsubscribe()
          await removePusher(signedIn, keyOf(subscription, 'p256dh'))
        }
        return 'off'
      }),
  }
}

function standing(): WebPushState {
  return Notification.permission === 'denied' ? 'blocked' : 'off'
}

/** The worker of the messenger, once it is there. */
async function readyWorker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_done, failed) => setTimeout(() => failed(new Error('there is no service worker')), READY_MS))
  return Promise.race([navigator.serviceWorker.ready, late])
}

async function askServer(signedIn: SignedIn): Promise<{ key: string; gatewayUrl: string } | undefined> {
  const answer = (await signedIn.call({ method: getWebPush.method, path: getWebPush.path })) as Readonly<Record<string, unknown>>
  const { application_server_key: key, gateway_url: gatewayUrl } = answer
  return typeof key === 'string' && typeof gatewayUrl === 'string' ? { key, gatewayUrl } : undefined
}

async function setPusher(signedIn: SignedIn, subscription: PushSubscription, { gatewayUrl, language }: { gatewayUrl: string; language: string }): Promise<void> {
  await signedIn.call({
    method: postPusher.method,
    path: postPusher.path,
    body: {
      kind: 'http',
      app_id: APP_ID,
      pushkey: keyOf(subscription, 'p256dh'),
      app_display_name: 'Chappe',
      device_display_name: signedIn.deviceId,
      lang: language,
      data: { url: gatewayUrl, endpoint: subscription.endpoint, auth: keyOf(subscription, 'auth') },
      append: true,
    },
  })
}

async function removePusher(signedIn: SignedIn, pushkey: string): Promise<void> {
  await signedIn.call({ method: postPusher.method, path: postPusher.path, body: { kind: null, app_id: APP_ID, pushkey } })
}

function keyOf(subscription: PushSubscription, name: PushEncryptionKeyName): string {
  const key = subscription.getKey(name)
  if (key === null) throw new Error('the browser gives no key for its subscription')
  return btoa(String.fromCharCode(...new Uint8Array(key))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

function isSame(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const bytes = new Uint8Array(one ?? new ArrayBuffer(0))
  return bytes.length === other.length && bytes.every((byte, at) => byte === other[at])
}
