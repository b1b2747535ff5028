// Everything below /oauth2/: our own answers first, and what the library answers behind them.
import { MatrixError } from '@chappe/contract'
import type { IncomingMessage } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { Mount } from '../../http/adapter.ts'
import { sendError, sendJson, sendShort } from '../../http/answers.ts'
import { readForm } from '../../http/form-body.ts'
import type { PageBody } from '../../http/reveal-tap.ts'
import type { Artifacts } from './artifacts.ts'
import type { Consent } from './consent.ts'
import type { Asked, OAuthDeps } from './context.ts'
import { answerReset } from './cross-signing-reset.ts'
import type { DeviceAsking } from './device-grant.ts'
import { beginDeviceGrant } from './device-grant.ts'
import type { DeviceLink } from './device-link.ts'
import { answerLegacySso } from './legacy-sso.ts'
import type { Library } from './library.ts'
import { PATHS } from './provider.ts'
import type { JsonAnswer } from './registration.ts'
import { registerClient } from './registration.ts'
import { revokeToken } from './revocation.ts'
import type { Upstream } from './upstream.ts'

const MAX_REGISTRATION_BYTES = 32 * 1024
const CORS = {
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type, authorization, dpop',
}

/** What it is put together from. */
interface FrontParts {
  provider: Provider
  library: Library
  artifacts: Artifacts
  pages: { consent: Consent; deviceLink: DeviceLink; upstream: Upstream }
  onAsked(): void
}

/** Puts the answers together. `onAsked` hears of every request, for what is tidied up now and then. */
export function createFront(deps: OAuthDeps, parts: FrontParts): Mount {
  const { logger, ports, settings } = deps
  const { provider, library, artifacts, pages: { consent, deviceLink, upstream } } = parts

  async function answer(asked: Asked): Promise<void> {
    const { request, response, ip } = asked
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    ports.rateLimits.take('read', ip)
    if (path === PATHS.registration) return answerJson(asked, async () => registerClient(deps, provider, { text: await readText(request), ip }))
    if (path === PATHS.revocation) return answerJson(asked, async () => revokeToken(deps, await readForm(request)))
    if (path === PATHS.deviceAuthorization && settings.hasDeviceGrant) return answerJson(asked, async () => beginDeviceGrant(deps, artifacts, await askingOf(asked)))
    const page = pageAt(path)
    if (page !== undefined) return sendPage(response, await page(asked))
    if (path === PATHS.authorization && !hasKnownMode(request)) throw new MatrixError('M_INVALID_PARAM', { message: 'response_mode has to be query or fragment' })
    await library.answer(asked)
  }

  /** What makes the page at a path, where it is one of ours; nothing where the library has answered. */
  function pageAt(path: string): ((asked: Asked) => Promise<PageBody | undefined>) | undefined {
    if (path.startsWith(`${PATHS.interaction}/`)) return (asked) => consent.answer(asked)
    if (path.startsWith(`${PATHS.upstream}/`)) return (asked) => upstream.answer(asked)
    if (path === PATHS.deviceLink && settings.hasDeviceGrant) return (asked) => deviceLink.answer(asked)
    if (path === PATHS.legacySso) return (asked) => answerLegacySso(deps, asked)
    return path === PATHS.crossSigningReset ? (asked) => answerReset(deps, asked) : undefined
  }

  return {
    prefix: '/oauth2/',
    answer(request, response, ip) {
      parts.onAsked()
      answer({ request, response, ip }).catch((error: unknown) => sendError(response, error, { logger, operation: 'oauth' }))
    },
  }
}

function sendPage(response: Asked['response'], page: PageBody | undefined): void {
  if (page !== undefined) sendShort(response, page)
}

/** The library has more modes than Matrix does, and would answer even a refusal by them. */
function hasKnownMode({ url = '' }: IncomingMessage): boolean {
  const at = url.indexOf('?')
  const modes = new URLSearchParams(at === -1 ? '' : url.slice(at + 1)).getAll('response_mode')
  return modes.every((mode) => mode === 'query' || mode === 'fragment')
}

/** Answers one of our own endpoints, which applications of any site call. */
async function answerJson({ request, response }: Asked, work: () => Promise<JsonAnswer>): Promise<void> {
  if (request.method === 'OPTIONS') {
    sendJson(response, 200, '{}', CORS)
    return
  }
  if (request.method !== 'POST') throw new MatrixError('M_UNRECOGNIZED', { status: 405 })
  const { status, body } = await work()
  sendJson(response, status, JSON.stringify(body), { 'cache-control': 'no-store' })
}

async function askingOf({ request, ip }: Asked): Promise<DeviceAsking> {
  return { form: await readForm(request), ip, agent: request.headers['user-agent'] ?? '' }
}

async function readText(stream: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    if (!Buffer.isBuffer(part)) continue
    size += part.byteLength
    if (size > MAX_REGISTRATION_BYTES) throw new MatrixError('M_TOO_LARGE')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
