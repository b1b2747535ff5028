// m.login.sso for clients that do not know OAuth 2.0: the same pages, and at their end a login token.
// https://spec.matrix.org/v1.19/client-server-api/#client-login-via-sso
import { MatrixError } from '@chappe/contract'
import { readForm } from '../../http/form-body.ts'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertCsrf, assertOwnForm } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import type { WebSession } from '../../web-session.ts'
import { gonePage, ssoPage } from './consent-page.ts'
import { isFresh } from './consent.ts'
import type { Asked, OAuthDeps } from './context.ts'
import { PATHS } from './provider.ts'

/** What a browser may be sent back to with a login token is never a script, nor a page made of the address itself. */
const FORBIDDEN_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:', 'view-source:'])
const MAX_URL_CHARS = 2048

/** Where a browser begins; throws `M_UNRECOGNIZED` where the profile has no such sign-in. */
export function beginLegacySso({ settings }: OAuthDeps, query: { redirectUrl?: string | undefined; action?: string | undefined }): string {
  if (!settings.policy.legacySso) throw new MatrixError('M_UNRECOGNIZED', { message: 'There is no single sign-on on this server' })
  const redirectUrl = targetOf(query.redirectUrl)
  if (redirectUrl === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'redirectUrl has to be the URL of an application' })
  const asked = new URLSearchParams({ redirectUrl, ...(query.action === 'register' ? { create: '1' } : {}) })
  return `${settings.publicUrl}${PATHS.legacySso}?${asked.toString()}`
}

/** The page, and what is sent from it. */
export async function answerLegacySso(deps: OAuthDeps, asked: Asked): Promise<PageBody> {
  const { clock, ports, settings } = deps
  const { request, ip } = asked
  const language = languageOf(request.headers)
  const query = new URLSearchParams((request.url ?? '').split('?', 2)[1])
  const redirectUrl = targetOf(query.get('redirectUrl') ?? undefined)
  if (!settings.policy.legacySso || redirectUrl === undefined) return gonePage(language)
  const session = await ports.webSessions.find(request.headers.cookie)
  const here = `${PATHS.legacySso}?${new URLSearchParams({ redirectUrl }).toString()}`
  if (session === undefined || !isFresh(session, clock.now())) {
    return redirect(`/signin?${new URLSearchParams({ continue: here, ...(query.has('create') ? { create: '1' } : {}) }).toString()}`)
  }
  if (request.method === 'GET') return ssoPage({ language, redirectUrl, ip, session, action: here })
  if (request.method !== 'POST') throw new MatrixError('M_UNRECOGNIZED', { status: 405 })
  return finish(deps, asked, { session, redirectUrl })
}

async function finish(
  { ports, settings }: OAuthDeps,
  { request }: Asked,
  { session, redirectUrl }: { session: WebSession; redirectUrl: string },
): Promise<PageBody> {
  assertOwnForm(request.headers, settings.publicUrl)
  const form = await readForm(request)
  assertCsrf(form, session.csrf)
  if (form.get('decision') !== 'allow') return redirect('/account')
  const url = new URL(redirectUrl)
  url.searchParams.set('loginToken', await ports.devices.makeLoginToken(session))
  return redirect(url.href)
}

function targetOf(text: string | undefined): string | undefined {
  const url = text === undefined || text.length > MAX_URL_CHARS ? null : URL.parse(text)
  return url === null || FORBIDDEN_SCHEMES.has(url.protocol) ? undefined : url.href
}
