// The stage `m.oauth`: whoever signed in through OAuth 2.0 confirms in the browser that their cross-signing keys may be
// replaced. https://spec.matrix.org/v1.19/client-server-api/#oauth-authentication
import { MatrixError } from '@chappe/contract'
import { readForm } from '../../http/form-body.ts'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertCsrf, assertOwnForm } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import { isFresh } from './consent.ts'
import type { Asked, OAuthDeps } from './context.ts'
import { PATHS } from './provider.ts'
import { resetAllowedPage, resetPage } from './reset-page.ts'
import { setCrossSigningPermission, takeCrossSigningPermission } from './oauth-store.ts'

/** How long what was confirmed counts. */
const PERMITTED_MS = 10 * 60_000

/** Lets somebody replace their keys, once. */
export async function allowReset({ db, clock }: OAuthDeps, who: { userNid: number }): Promise<void> {
  await setCrossSigningPermission(db, who.userNid, clock.now() + PERMITTED_MS)
}

/** Spends what was confirmed, or says where it is done: the name that clients had before the specification's beside it. */
export async function requireReset(deps: OAuthDeps, who: { userNid: number }, session: string | undefined): Promise<void> {
  if (await takeCrossSigningPermission(deps.db, who.userNid, deps.clock.now())) return
  const url = `${deps.settings.publicUrl}${PATHS.crossSigningReset}`
  throw new MatrixError('M_UNAUTHORIZED', {
    body: {
      session: session ?? deps.random.text(24),
      flows: [{ stages: ['m.oauth'] }, { stages: ['org.matrix.cross_signing_reset'] }],
      params: { 'm.oauth': { url }, 'org.matrix.cross_signing_reset': { url } },
      completed: [],
    },
  })
}

/** The page on which it is confirmed, by somebody who proved to be there within five minutes. */
export async function answerReset(deps: OAuthDeps, { request }: Asked): Promise<PageBody> {
  const { ports, settings, clock } = deps
  const language = languageOf(request.headers, new URLSearchParams((request.url ?? '').split('?', 2)[1]).get('lang') ?? undefined)
  const session = await ports.webSessions.find(request.headers.cookie)
  if (session === undefined || !isFresh(session, clock.now())) {
    return redirect(`/signin?${new URLSearchParams({ continue: PATHS.crossSigningReset }).toString()}`)
  }
  if (request.method === 'GET') return resetPage(language, session, PATHS.crossSigningReset)
  if (request.method !== 'POST') throw new MatrixError('M_UNRECOGNIZED', { status: 405 })
  assertOwnForm(request.headers, settings.publicUrl)
  const form = await readForm(request)
  assertCsrf(form, session.csrf)
  if (form.get('decision') !== 'allow') return redirect('/account')
  await allowReset(deps, session)
  return resetAllowedPage(language)
}
