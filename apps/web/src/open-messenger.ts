// Ties the messenger together: the session of an account, and the model of it that views see. Loaded after the sign-in,
// as all that names the SDK is.
import { whoami } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { openSession } from './session/session.ts'
import type { AppModel } from './viewmodels/app.ts'
import { createApp } from './viewmodels/app.ts'
import { tab, version } from './page.ts'

const USER_KEY = 'chappe.user'

/** Opens the account that is signed in. Throws what `SignedIn.call` throws. */
export async function openMessenger(signedIn: SignedIn): Promise<AppModel> {
  const session = await openSession(signedIn, await findUserId(signedIn))
  tab.beforeHandOver(session.flush)
  document.addEventListener('visibilitychange', () => void session.flush())
  window.addEventListener('pagehide', () => void session.flush())
  return createApp(session, version)
}

/** Whose session it is: asked once, so that the messenger opens without the server. */
async function findUserId(signedIn: SignedIn): Promise<string> {
  const kept = localStorage.getItem(`${USER_KEY}.${signedIn.deviceId}`)
  if (kept !== null) return kept
  const answer = await signedIn.call({ method: whoami.method, path: whoami.path })
  const userId: unknown = typeof answer === 'object' && answer !== null && 'user_id' in answer ? answer.user_id : undefined
  if (typeof userId !== 'string') throw new Error('the server does not say who is signed in')
  localStorage.setItem(`${USER_KEY}.${signedIn.deviceId}`, userId)
  return userId
}
