// Another identity provider, a real one: oidc-provider on a port of its own, which signs in whoever the test says.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Provider } from 'oidc-provider'

/** What the provider will say of whoever comes next. */
export interface Attested {
  subject: string
  acr: string
  amr: string[]
  /** Seconds since the proof. */
  ageSeconds: number
}

/** The running provider. */
export interface IdentityProvider extends AsyncDisposable {
  issuer: string
  attested: Attested
  /** Follows a browser through the provider, to where it is sent back. */
  walk(address: string): Promise<string>
}

/** Starts one that knows one client. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const attested: Attested = { subject: 'agent-4711', acr: 'eidas2', amr: ['pwd', 'hwk'], ageSeconds: 0 }
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'chappe', client_secret: 'a secret between us', redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_post' }],
    acrValues: ['eidas1', 'eidas2'],
    claims: { openid: ['sub'], acr: null, amr: null, auth_time: null },
    clientAuthMethods: ['client_secret_post'],
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId, accountId: ctx.oidc.session?.accountId })
      grant.addOIDCScope('openid')
      grant.addOIDCClaims(['acr', 'amr', 'auth_time'])
      await grant.save()
      return grant
    },
  })
  const library = provider.callback()
  answer = (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void library(request, response)
    const ts = Math.floor(Date.now() / 1000) - attested.ageSeconds
    const login = { accountId: attested.subject, acr: attested.acr, amr: attested.amr, ts }
    provider.interactionFinished(request, response, { login, consent: {} }).catch((error: unknown) => response.writeHead(500).end(String(error)))
  }
  return {
    issuer,
    attested,
    async walk(from) {
      const cookies = new Map<string, string>()
      let next = from
      for (let step = 0; step < 8 && next.startsWith(issuer); step += 1) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const page = await fetch(next, { redirect: 'manual', headers: { cookie } })
        for (const line of page.headers.getSetCookie()) {
          const [pair = ''] = line.split(';')
          cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
        }
        const to = page.headers.get('location')
        if (to === null) throw new Error(`the other provider goes no further: ${page.status} ${await page.text()}`)
        next = new URL(to, next).href
      }
      return next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
