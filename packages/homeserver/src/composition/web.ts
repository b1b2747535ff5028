// The server's own pages, tied together: sessions of browsers, signing in.
import type { ProfilePolicy } from '@chappe/policy'
import type { Accounts } from '../features/accounts/accounts.ts'
import { accountsRoutes } from '../features/accounts/routes/all.ts'
import { signInRoutes } from '../features/sign-in/routes/all.ts'
import { createSignIn } from '../features/sign-in/sign-in.ts'
import { webSessionsRoutes } from '../features/web-sessions/routes/all.ts'
import { createWebSessions } from '../features/web-sessions/web-sessions.ts'
import type { Foundation } from '../foundation.ts'
import type { Route } from '../http/route.ts'
import type { HomeserverSettings } from '../settings.ts'
import type { WebSessions } from '../web-session.ts'

/** What the pages give the others. */
export interface Web {
  /** Those of accounts, and the pages. */
  routes: Route[]
  sessions: WebSessions
}

/** Ties the pages. */
export function createWeb(foundation: Foundation, parts: { accounts: Accounts; settings: HomeserverSettings & { policy: ProfilePolicy } }): Web {
  const { clock, random, database: { db } } = foundation
  const { accounts, settings } = parts
  const sessions = createWebSessions({ db, clock, random, settings })
  const signIn = createSignIn({ sessions, provePassword: (user, password) => accounts.provePassword(user, password), settings })
  return { routes: [...accountsRoutes(accounts), ...webSessionsRoutes(sessions, settings), ...signInRoutes(signIn)], sessions }
}
