// /oauth2/link: where the owner of a passkey says yes to a device that has shown it. Whoever types the code of a device that
// has shown none can let nothing in, and is told what that may be.
import { MatrixError } from '@chappe/contract'
import { readForm } from '../../http/form-body.ts'
import { PageBody } from '../../http/reveal-tap.ts'
import { assertCsrf, assertOwnForm } from '../../pages/forms.ts'
import type { Language } from '../../pages/language.ts'
import { languageCookie, languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import type { WebSession } from '../../web-session.ts'
import type { Artifacts } from './artifacts.ts'
import { isFresh } from './consent.ts'
import type { Asked, OAuthDeps } from './context.ts'
import { parseUserCode, printUserCode } from './device-grant.ts'
import type { DeviceGrant } from './device-grant-store.ts'
import { findDeviceGrant, setDecision, setTypedEarly } from './device-grant-store.ts'
import { codePage, decidedPage, deviceConsentPage, earlyPage } from './device-link-page.ts'
import { upsertConsent } from './oauth-store.ts'
import { PATHS } from './provider.ts'
import { parseScope } from './scopes.ts'

/** The pages. */
export interface DeviceLink {
  answer(asked: Asked): Promise<PageBody>
}

/** Ties the pages to the devices that ask. */
export function createDeviceLink(deps: OAuthDeps, artifacts: Artifacts): DeviceLink {
  const { db, clock, ports, settings } = deps

  async function show(session: WebSession, language: Language, typed: string | null): Promise<PageBody> {
    if (typed === null) return codePage({ language, session })
    ports.rateLimits.take('login', `code of ${session.userId}`)
    const userCode = parseUserCode(typed)
    const grant = userCode === undefined ? undefined : await findDeviceGrant(db, { userCode }, clock.now())
    if (grant === undefined || grant.isAllowed !== undefined) return codePage({ language, session, isUnknown: true })
    if (grant.shownBy === undefined) return refuseEarly(session, language, grant)
    // Of a device that somebody else holds nothing is told.
    if (grant.shownBy !== session.userNid) return codePage({ language, session, isUnknown: true })
    return ask(session, language, grant)
  }

  /** Somebody types a code of a device that is not in their hands, as far as anybody knows. */
  async function refuseEarly(session: WebSession, language: Language, { userCode, clientId, ip }: DeviceGrant): Promise<PageBody> {
    if (await setTypedEarly(db, userCode)) {
      await ports.alerts.raise(db, { kind: 'device_code_typed_early', userNid: session.userNid, deviceId: '', detail: { client: clientId, ip } })
    }
    return earlyPage({ language, session, userCode: printUserCode(userCode), ip })
  }

  async function ask(session: WebSession, language: Language, grant: DeviceGrant): Promise<PageBody> {
    const metadata = await artifacts.findMetadata(grant.clientId)
    const scope = parseScope(grant.scope)
    if (metadata === undefined || typeof scope === 'string') return codePage({ language, session, isUnknown: true })
    const { userCode, ip, agent } = grant
    return deviceConsentPage({ language, session, metadata, deviceId: scope.deviceId, userCode: printUserCode(userCode), ip, agent })
  }

  async function decide(asked: Asked, session: WebSession, language: Language): Promise<PageBody> {
    const { request, ip } = asked
    assertOwnForm(request.headers, settings.publicUrl)
    const form = await readForm(request)
    assertCsrf(form, session.csrf)
    ports.rateLimits.take('login', `code of ${session.userId}`)
    const isAllowed = form.get('decision') === 'allow'
    const userCode = parseUserCode(form.get('user_code') ?? '') ?? ''
    const now = clock.now()
    const grant = await findDeviceGrant(db, { userCode }, now)
    const isDecided = await setDecision(db, { userCode, userNid: session.userNid, isAllowed, now })
    if (grant === undefined || !isDecided) return codePage({ language, session, isUnknown: true })
    if (isAllowed) await upsertConsent(db, { userNid: session.userNid, clientId: grant.clientId, scope: grant.scope, ip: ip.slice(0, 64), now })
    return decidedPage({ language, session, isAllowed })
  }

  return {
    async answer(asked) {
      const { request } = asked
      const query = new URL(request.url ?? '/', settings.publicUrl).searchParams
      const typed = query.get('user_code')?.slice(0, 64) ?? null
      const session = await ports.webSessions.find(request.headers.cookie)
      if (session === undefined || !isFresh(session, clock.now())) return signInFirst(typed)
      const chosen = query.get('lang') ?? undefined
      const language = languageOf(request.headers, chosen)
      if (request.method === 'GET') return kept(await show(session, language, typed), chosen)
      if (request.method === 'POST') return decide(asked, session, language)
      throw new MatrixError('M_UNRECOGNIZED', { status: 405 })
    },
  }
}

/** A language that was chosen is kept for the other pages. */
function kept(page: PageBody, chosen: string | undefined): PageBody {
  if (chosen !== 'fr' && chosen !== 'en') return page
  return new PageBody(page.body, { ...page.headers, 'set-cookie': languageCookie(chosen) }, page.status)
}

function signInFirst(typed: string | null): PageBody {
  const path = typed === null ? PATHS.deviceLink : `${PATHS.deviceLink}?${new URLSearchParams({ user_code: typed })}`
  return redirect(`/signin?${new URLSearchParams({ continue: path })}`)
}
