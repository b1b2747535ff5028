// From an application's request to the page to sign in on.
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { WebSessions } from '../../web-session.ts'
import { PATHS } from './provider.ts'

/** As the page to sign in on takes it. */
const HINT_CHARS_MAX = 512

/** Where somebody proves who they are, and comes back from to the page that asks. */
export function signInPath({ uid, params }: { uid: string; params: Readonly<Record<string, unknown>> }): string {
  const query = new URLSearchParams({ continue: `${PATHS.interaction}/${uid}` })
  if (params['prompt'] === 'create') query.set('create', '1')
  const hint = params['login_hint']
  if (typeof hint === 'string' && hint !== '' && hint.length <= HINT_CHARS_MAX) query.set('login_hint', hint)
  return `/signin?${query.toString()}`
}

/** Whose browser shows no session at all is sent to sign in at once, not by way of the page that would send it there. */
export function sendStrangersOn(provider: Provider, webSessions: Pick<WebSessions, 'isShown'>): void {
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next()
    const { route, entities } = ctx.oidc ?? {}
    if (route !== 'authorization' || entities?.Interaction === undefined || ctx.status !== 303) return
    if (!webSessions.isShown(ctx.req.headers.cookie)) ctx.redirect(signInPath(entities.Interaction))
  })
}
