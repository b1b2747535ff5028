// What a page can do to be noticed: a notification of the system, a sound, a number at its name and at its sign.
import { alertTag, DUE_TAG, isDueAlert, OPEN_ROOM } from '../../service-worker/push.ts'
import { createPace } from '../pace/pace.ts'

/** A notification. */
export interface PageAlert {
  roomId: string
  eventId: string
  title: string
  body: string
  /** It reminds of a message. */
  isDue?: boolean
}

/** What a page can do to be noticed. */
export interface AlertPage {
  /** Whether somebody looks at it. */
  isLookedAt(): boolean
  /** Which room it shows. */
  openPath(): string
  show(alert: PageAlert): Promise<void>
  /** Takes back what was shown of a room. */
  clear(roomId: string): Promise<void>
  /** Takes back what was shown of what is due. */
  clearDue(): Promise<void>
  playSound(): void
  /** How many are unread; 0 shows nothing. */
  setCount(count: number): void
  /** Tells where somebody wants to go who has touched a notification. Gives back how to stop. */
  onOpen(listener: (path: string) => void): () => void
}

const MAX_SHOWN_CHARS = 300
/** Each number is drawn anew: while much arrives, now and then is enough. */
const COUNT_PACE = { soonMs: 16, everyMs: 3000 }

/** The page that this is. */
export function openAlertPage(): AlertPage {
  const count = openCount()
  return {
    isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
    openPath: () => location.pathname,
    async show({ roomId, eventId, title, body, isDue = false }) {
      if (!('Notification' in window) || Notification.permission !== 'granted') return
      const registration = await navigator.serviceWorker.getRegistration('/')
      await registration?.showNotification(title.slice(0, MAX_SHOWN_CHARS), {
        body: body.slice(0, MAX_SHOWN_CHARS),
        // As the service worker names it: one of both is seen.
        tag: isDue ? `${DUE_TAG} ${eventId}` : alertTag(roomId),
        data: { roomId, eventId, isDue },
        silent: true,
      })
    },
    async clear(roomId) {
      if (!('serviceWorker' in navigator)) return
      const registration = await navigator.serviceWorker.getRegistration('/')
      for (const each of (await registration?.getNotifications({ tag: alertTag(roomId) })) ?? []) each.close()
    },
    async clearDue() {
      if (!('serviceWorker' in navigator)) return
      const registration = await navigator.serviceWorker.getRegistration('/')
      for (const each of (await registration?.getNotifications()) ?? []) if (isDueAlert(each)) each.close()
    },
    // Loaded when it is first to be heard: what stands on the screen at first has none.
    playSound: () => void import('./sound.ts').then(({ playSound }) => playSound(), () => undefined),
    setCount: count,
    onOpen(listener) {
      if (!('serviceWorker' in navigator)) return () => undefined
      const onMessage = ({ data }: MessageEvent<unknown>): void => {
        const { type, path } = (typeof data === 'object' && data !== null ? data : {}) as { type?: unknown; path?: unknown }
        if (type === OPEN_ROOM && typeof path === 'string' && path.startsWith('/')) listener(path)
      }
      navigator.serviceWorker.addEventListener('message', onMessage)
      return () => navigator.serviceWorker.removeEventListener('message', onMessage)
    },
  }
}

/** The number stands before whatever the title says, is drawn on the sign of the tab, and goes to the sign of the app. */
function openCount(): (count: number) => void {
  const title = document.querySelector('title')
  const icon = document.querySelector<HTMLLinkElement>('link[rel~="icon"]')
  const plainIcon = icon?.href
  let shown = 0
  const dress = (): void => {
    const plain = document.title.replace(/^\(\d+\+?\) /, '')
    const dressed = shown === 0 ? plain : `(${shown > 99 ? '99+' : shown}) ${plain}`
    if (document.title !== dressed) document.title = dressed
  }
  if (title !== null) new MutationObserver(dress).observe(title, { childList: true })
  const show = (count: number): void => {
    shown = count
    dress()
    if (icon !== null) icon.href = count === 0 ? (plainIcon ?? 'data:,') : drawSign(count)
    const badge = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count)
    badge?.catch(() => undefined)
  }
  let wanted = 0
  const pace = createPace(() => (wanted === shown ? undefined : show(wanted)), COUNT_PACE)
  return (count) => {
    wanted = count
    if (count !== shown) pace.touch()
  }
}

const SIGN_PIXELS = 64

function drawSign(count: number): string {
  const canvas = document.createElement('canvas')
  canvas.width = SIGN_PIXELS
  canvas.height = SIGN_PIXELS
  const pen = canvas.getContext('2d')
  if (pen === null) return 'data:,'
  pen.fillStyle = '#c4320a'
  pen.beginPath()
  pen.arc(SIGN_PIXELS / 2, SIGN_PIXELS / 2, SIGN_PIXELS / 2, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = '#ffffff'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.font = `bold ${count > 9 ? 34 : 44}px sans-serif`
  pen.fillText(count > 99 ? '99' : String(count), SIGN_PIXELS / 2, SIGN_PIXELS / 2 + 3)
  return canvas.toDataURL('image/png')
}
