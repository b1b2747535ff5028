// Ties the messenger together: what an account has in this browser, its session, and the model of it that views see. Loaded after
// the sign-in; the SDK after it, since what was seen last is shown before.
import type { SignedIn } from '@chappe/ui/sign-in'
import { createEarlySession } from './session/early/early-session.ts'
import { forgetOthers, openedIn } from './session/kept/apart.ts'
import { openOwn } from './session/own.ts'
import type { Session } from './session/session.ts'
import type { AppModel } from './viewmodels/app.ts'
import { createApp } from './viewmodels/app.ts'
import { tab, version } from './page.ts'

const WHO_AM_I = '/_matrix/client/v3/account/whoami'

/** A messenger that can be shown. */
export interface OpenedMessenger {
  model: AppModel
  /** Resolves when everything of it is there; rejects with what `SignedIn.call` throws where there is no session any more. */
  whole: Promise<void>
  /** Opens the rest, where something can be shown before: called once that is on the screen, since all of it is one thread's work. */
  goOn(): void
  /** Ends what it does, and keeps what was written. */
  stop(): void
}

const loadSdk = () => import('./session/session.ts')

/** Opens the account that is signed in: at once with what was seen last, or when there is something to show. */
export async function openMessenger(signedIn: SignedIn): Promise<OpenedMessenger> {
  // Whoever was never here has seen nothing: all of it is on its way at once.
  if (keptUserId(signedIn) === null) void loadSdk().catch(() => undefined)
  const userId = await findUserId(signedIn)
  const own = await openOwn(signedIn, userId)
  const shown = Promise.withResolvers<void>()
  if (own.seen === undefined) shown.resolve()
  const opening = shown.promise.then(loadSdk).then(({ openSession }) => openSession(own))
  const whole = opening.then(keepOnLeaving)
  whole.catch(() => undefined)
  const session = own.seen === undefined ? await opening : createEarlySession(own, own.seen, opening)
  const stop = (): void => {
    shown.resolve()
    void opening.then(({ stop, flush }) => {
      stop()
      return flush()
    }).catch(() => undefined)
  }
  return { model: createApp(session, version), whole, goOn: shown.resolve, stop }
}

function keepOnLeaving({ flush }: Session): void {
  tab.beforeHandOver(flush)
  document.addEventListener('visibilitychange', () => void flush())
  window.addEventListener('pagehide', () => void flush())
}

function keptUserId({ deviceId }: SignedIn): string | null {
  return openedIn(localStorage).userIdOf(deviceId)
}

/** Whose session it is: asked once, so that the messenger opens without the server. */
async function findUserId(signedIn: SignedIn): Promise<string> {
  const kept = keptUserId(signedIn)
  if (kept !== null) return kept
  const answer = await signedIn.call({ method: 'GET', path: WHO_AM_I })
  const userId: unknown = typeof answer === 'object' && answer !== null && 'user_id' in answer ? answer.user_id : undefined
  if (typeof userId !== 'string') throw new Error('the server does not say who is signed in')
  const { deviceId } = signedIn
  const opened = openedIn(localStorage)
  await forgetOthers(opened, { deviceId, userId })
  opened.keep(deviceId, userId)
  return userId
}
