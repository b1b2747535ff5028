// The OAuth 2.0 provider, tied to the accounts whose devices it signs in.
import type { AuthData } from '@chappe/contract'
import type { ProfilePolicy } from '@chappe/policy'
import type { Alerts } from '../alerts.ts'
import type { Accounts } from '../features/accounts/accounts.ts'
import type { Passkeys } from '../features/passkeys/passkeys.ts'
import type { OAuth } from '../features/oauth/oauth.ts'
import { createOAuth } from '../features/oauth/oauth.ts'
import { oauthRoutes } from '../features/oauth/routes/all.ts'
import type { Foundation } from '../foundation.ts'
import type { Mount } from '../http/adapter.ts'
import type { Proofs } from '../http/dpop.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import type { Route } from '../http/route.ts'
import type { Reauthentication } from '../reauthentication.ts'
import type { HomeserverSettings } from '../settings.ts'
import { keyFileOf } from '../signing-keys.ts'
import type { WebSessions } from '../web-session.ts'

/** What it is tied from. */
export interface OAuthParts {
  accounts: Accounts
  webSessions: WebSessions
  rateLimits: RateLimits
  proofs: Proofs
  alerts: Alerts
  passkeys: Pick<Passkeys, 'signInOptions' | 'signIn'>
  settings: HomeserverSettings & { policy: ProfilePolicy }
}

/** What it gives the server. */
export interface OAuthFeature {
  routes: Route[]
  /** What the server around the features takes of it. */
  server: { mounts: Mount[]; oauth: OAuth }
  /** What replacing cross-signing keys asks for: in the browser of who signed in through OAuth 2.0, else by password. */
  reauthentication: Reauthentication
}

/** Ties the provider. */
export function createOAuthFeature(foundation: Foundation, parts: OAuthParts): OAuthFeature {
  const { clock, random, logger, outgoing, database: { db } } = foundation
  const { alerts, accounts, passkeys, webSessions, rateLimits, proofs, settings } = parts
  accounts.onTokenReuse((tx, { userNid, deviceId, clientId }) =>
    alerts.raise(tx, { kind: 'refresh_token_reused', userNid, deviceId, detail: { client: clientId } }))
  const oauth = createOAuth({
    db,
    clock,
    random,
    logger,
    ports: { devices: accounts.oauth, webSessions, alerts, rateLimits, proofs, outgoing, passkeys },
    settings: {
      publicUrl: settings.publicUrl,
      keyPath: keyFileOf('oauth.key', settings),
      identityProviders: settings.identityProviders ?? [],
      clients: settings.clients ?? (settings.policy.openClients ? 'any' : []),
      hasDeviceGrant: settings.policy.deviceGrant && settings.deviceGrant !== false,
      policy: settings.policy,
    },
  })
  return {
    routes: oauthRoutes(oauth),
    server: { mounts: [oauth.mount], oauth },
    reauthentication: reauthenticationOf(accounts, oauth),
  }
}

function reauthenticationOf(accounts: Accounts, oauth: OAuth): Reauthentication {
  const passwordStage = accounts.openPasswordStage<object>('reset_cross_signing')
  return {
    async requireReauthentication(session, auth: AuthData | undefined) {
      // An application service has proved itself by its token (MSC4190).
      if (session.appservice !== undefined) return
      if (session.oauth !== undefined) await oauth.requireCrossSigningReset(session, auth)
      else await passwordStage({ auth, body: undefined, who: session })
    },
  }
}
