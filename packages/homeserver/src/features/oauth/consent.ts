// /oauth2/interaction/{id}: whoever signs a device in says so on a page of this server, after they have proved there that
// they are who they are. The page says which application it is, from where, and what to do if it was not them.
import { MatrixError } from '@chappe/contract'
import type { IncomingMessage } from 'node:http'
import type { InteractionResults } from 'oidc-provider'
import { cookieOf } from '../../http/cookies.ts'
import { readForm } from '../../http/form-body.ts'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertCsrf, assertOwnForm } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import { STEP_UP_MS } from '../../step-up.ts'
import type { WebSession } from '../../web-session.ts'
import type { Artifacts, Interaction } from './artifacts.ts'
import { consentPage, gonePage } from './consent-page.ts'
import type { Asked, OAuthDeps } from './context.ts'
import type { Decided } from './decisions.ts'
import { createDecisions } from './decisions.ts'
import type { Library } from './library.ts'
import { COOKIES, PATHS } from './provider.ts'
import type { MatrixScope } from './scopes.ts'
import { parseScope } from './scopes.ts'
import { signInPath } from './way-in.ts'

/** The pages. */
export interface Consent {
  /** Nothing where the library has answered. */
  answer(asked: Asked): Promise<PageBody | undefined>
}

/** What it is made of. */
interface ConsentParts {
  library: Library
  artifacts: Artifacts
}

/** Ties the pages to the provider. */
export function createConsent(deps: OAuthDeps, { library, artifacts }: ConsentParts): Consent {
  const { clock, ports, settings } = deps
  const decisions = createDecisions(() => clock.now())

  async function show(asked: Asked, interaction: Interaction, session: WebSession): Promise<PageBody> {
    const { request, ip } = asked
    const scope = scopeOf(interaction)
    const clientId = textOf(interaction.params['client_id'])
    const metadata = await artifacts.findMetadata(clientId)
    if (metadata === undefined) return gonePage(languageOf(request.headers))
    const known = await ports.devices.findDevice(session.userId, scope.deviceId)
    return consentPage({
      language: languageOf(request.headers),
      metadata,
      redirectUri: textOf(interaction.params['redirect_uri']),
      deviceId: scope.deviceId,
      isKnownDevice: known !== undefined,
      ip,
      agent: (request.headers['user-agent'] ?? '').slice(0, 200),
      session,
      action: `${PATHS.interaction}/${interaction.uid}`,
    })
  }

  async function decide(asked: Asked, interaction: Interaction, session: WebSession): Promise<PageBody | undefined> {
    const { request, ip } = asked
    const isAllowed = await readDecision(request, session)
    const earlier = decisions.find(interaction.uid)
    if (earlier !== undefined) return again(asked, earlier, isAllowed)
    const clientId = textOf(interaction.params['client_id'])
    const consent = isAllowed ? { userNid: session.userNid, clientId, scope: scopeOf(interaction).text, ip: ip.slice(0, 64), now: clock.now() } : undefined
    const result = isAllowed ? resultOf(session) : { error: 'access_denied', error_description: 'the device was not allowed' }
    await decisions.remember(interaction.uid, { userNid: session.userNid, isAllowed }, async () => {
      await artifacts.withDecision(interaction, { result, consent }, () => library.resume(asked, interaction.uid))
      return textOf(asked.response.getHeader('location'))
    })
    return undefined
  }

  /** The form of a decision once more, as somebody sends it who presses twice: it leads to where it has led. */
  async function repeat({ request }: Asked, decided: Decided): Promise<PageBody> {
    const session = await ports.webSessions.find(request.headers.cookie)
    if (session?.userNid !== decided.userNid) return gonePage(languageOf(request.headers))
    return again({ request }, decided, await readDecision(request, session))
  }

  /** What the form of this very session says. */
  async function readDecision(request: IncomingMessage, session: WebSession): Promise<boolean> {
    assertOwnForm(request.headers, settings.publicUrl)
    const form = await readForm(request)
    assertCsrf(form, session.csrf)
    return form.get('decision') === 'allow'
  }

  return {
    async answer(asked) {
      const { request } = asked
      const uid = shownUid(request)
      const decided = request.method === 'POST' ? decisions.find(uid) : undefined
      if (decided !== undefined) return repeat(asked, decided)
      const interaction = uid === '' ? undefined : await artifacts.findInteraction(uid)
      if (interaction === undefined) return gonePage(languageOf(request.headers))
      const session = await ports.webSessions.find(request.headers.cookie)
      if (session === undefined || !isFresh(session, clock.now())) return redirect(signInPath(interaction))
      if (request.method === 'GET') return show(asked, interaction, session)
      if (request.method === 'POST') return decide(asked, interaction, session)
      throw new MatrixError('M_UNRECOGNIZED', { status: 405 })
    },
  }
}

async function again({ request }: Pick<Asked, 'request'>, { isAllowed, location }: Decided, saysYes: boolean): Promise<PageBody> {
  const to = isAllowed === saysYes ? await location : undefined
  return to === undefined ? gonePage(languageOf(request.headers)) : redirect(to)
}

/** Adding a device takes a proof of a moment ago; who was only let in to register a passkey adds none. */
export function isFresh({ methods, authenticatedAtMs }: WebSession, now: number): boolean {
  return methods.length > 0 && now - authenticatedAtMs <= STEP_UP_MS
}

function resultOf(session: WebSession): InteractionResults {
  const ts = Math.floor(session.authenticatedAtMs / 1000)
  return { login: { accountId: session.userId, amr: [...session.methods], ts, remember: false }, consent: {}, create: {} }
}

/** The sign-in that is under way in this very browser, whose cookie names it; nothing where that is another one than the page is of. */
function shownUid({ url = '', headers }: IncomingMessage): string {
  const uid = cookieOf(headers.cookie, COOKIES.interaction) ?? ''
  return url.split('?', 1)[0] === `${PATHS.interaction}/${uid}` ? uid : ''
}

function scopeOf({ params }: Pick<Interaction, 'params'>): MatrixScope {
  const scope = parseScope(params['scope'])
  if (typeof scope === 'string') throw new MatrixError('M_INVALID_PARAM', { message: scope })
  return scope
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
