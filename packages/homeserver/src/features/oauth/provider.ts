// The OAuth 2.0 provider as Matrix has it, made of oidc-provider: the code grant with PKCE, public clients, and nothing
// else of the library's. Tokens are not the library's: the token endpoint's grants are ours (token-endpoint.ts).
// https://spec.matrix.org/v1.19/client-server-api/#oauth-20-api
import { errors, interactionPolicy, Provider } from 'oidc-provider'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { Artifacts } from './artifacts.ts'
import type { OAuthDeps } from './context.ts'
import { loadOAuthKey } from './signing-key.ts'
import { parseScope } from './scopes.ts'

/** Where everything is. */
export const PATHS = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  jwks: '/oauth2/keys',
  registration: '/oauth2/register',
  revocation: '/oauth2/revoke',
  interaction: '/oauth2/interaction',
  legacySso: '/oauth2/sso',
  crossSigningReset: '/oauth2/cross-signing-reset',
  upstream: '/oauth2/upstream',
  deviceAuthorization: '/oauth2/device',
  deviceLink: '/oauth2/link',
} as const

/** What the library's cookies are named. */
export const COOKIES = { interaction: 'chappe-interaction', resume: 'chappe-resume', session: 'chappe-authorize' } as const

/** How long a code may be exchanged, and how long somebody may take to sign in and to consent, in seconds. */
const CODE_LIFETIME_S = 60
const INTERACTION_LIFETIME_S = 30 * 60

const { Check, Prompt } = interactionPolicy

/** Makes the provider. */
export function createProvider({ random, settings }: OAuthDeps, artifacts: Artifacts): Provider {
  const isSecure = settings.publicUrl.startsWith('https:')
  const provider = new Provider(settings.publicUrl, {
    adapter: (kind: string) => artifacts.adapter(kind),
    jwks: { keys: [loadOAuthKey(settings.keyPath, random)] },
    clientAuthMethods: ['none'],
    responseTypes: ['code'],
    scopes: ['openid'],
    routes: { authorization: PATHS.authorization, token: PATHS.token, jwks: PATHS.jwks },
    features: featuresOf(`${settings.publicUrl}/_matrix/client`),
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    expiresWithSession: () => false,
    cookies: {
      names: COOKIES,
      short: { httpOnly: true, sameSite: 'lax', secure: isSecure },
      long: { httpOnly: true, sameSite: 'lax', secure: isSecure },
    },
    ttl: { AuthorizationCode: CODE_LIFETIME_S, Interaction: INTERACTION_LIFETIME_S, Session: INTERACTION_LIFETIME_S, IdToken: 300 },
    findAccount: (_ctx, userId) => ({ accountId: userId, claims: () => ({ sub: userId }) }),
    loadExistingGrant: (ctx) => grantOf(ctx),
    interactions: { policy: policyOf(), url: (_ctx, { uid }) => `${PATHS.interaction}/${uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'text'
      ctx.body = `${out.error}${out.error_description === undefined ? '' : `: ${out.error_description}`}\n`
    },
  } satisfies Configuration)
  // Behind a proxy or not, it is reached at its public address: the front says so (front.ts).
  provider.proxy = true
  return provider
}

const OFF = { enabled: false }
/** `api`: what there is access to, the client-server API. To the library its scopes are those of a resource. */
function featuresOf(api: string): Configuration['features'] {
  return {
    devInteractions: OFF,
    dPoP: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => api,
      getResourceServerInfo({ oidc }, resource) {
        if (resource !== api) throw new errors.InvalidTarget('there is access to the client-server API only')
        return { scope: textOf(oidc.params?.['scope']), accessTokenFormat: 'opaque' }
      },
    },
    userinfo: OFF,
    rpInitiatedLogout: OFF,
    pushedAuthorizationRequests: OFF,
    requestObjects: OFF,
    claimsParameter: OFF,
  }
}

/** Whoever signs a device in is asked each time, whatever they allowed before: on our own page, after signing in there. */
function policyOf(): interactionPolicy.Prompt[] {
  const request = new Check('matrix_request', 'what Matrix asks of a request', (ctx) => {
    assertRequest(ctx)
    return Check.NO_NEED_TO_PROMPT
  })
  const who = new Check('no_login', 'nobody has signed in for this', ({ oidc }) => oidc.result?.login === undefined)
  const may = new Check('no_consent', 'nobody has allowed this', ({ oidc }) => oidc.result?.consent === undefined)
  return [
    new Prompt({ name: 'login', requestable: true }, request, who),
    new Prompt({ name: 'consent', requestable: true }, may),
    // A client that would like its user to make an account is sent to the same page, which says how that is done here.
    new Prompt({ name: 'create', requestable: true }),
  ]
}

function assertRequest({ oidc }: KoaContextWithOIDC): void {
  const scope = parseScope(oidc.params?.['scope'])
  if (typeof scope === 'string') throw new errors.InvalidScope(scope, textOf(oidc.params?.['scope']))
}

/** What was allowed lives in the code that is about to be made, and in the device's tokens after it. */
function grantOf(ctx: KoaContextWithOIDC): InstanceType<Provider['Grant']> | undefined {
  const { client, account, result, provider, params, resourceServers } = ctx.oidc
  if (result?.consent === undefined || client === undefined || account === undefined) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId })
  const scope = textOf(params?.['scope'])
  grant.addOIDCScope('openid')
  for (const resource of Object.keys(resourceServers ?? {})) grant.addResourceScope(resource, scope)
  grant.jti = 'granted'
  return grant
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
