// The OAuth 2.0 provider of this server: applications register themselves, people sign them in on pages of this server,
// and what the applications get are tokens of a device like any other.
// https://spec.matrix.org/v1.19/client-server-api/#oauth-20-api
import type { Tx } from '../../db/pool.ts'
import type { Mount } from '../../http/adapter.ts'
import { openArtifacts } from './artifacts.ts'
import { createConsent } from './consent.ts'
import type { OAuthDeps } from './context.ts'
import { createFront } from './front.ts'
import { beginLegacySso } from './legacy-sso.ts'
import { createLibrary } from './library.ts'
import type { AuthMetadata } from './metadata.ts'
import { metadataOf } from './metadata.ts'
import { allowReset, requireReset } from './cross-signing-reset.ts'
import { deleteExpiredDeviceGrants } from './device-grant-store.ts'
import { createDeviceLink } from './device-link.ts'
import { deleteExpiredArtifacts, deleteSignInsOf, deleteUnusedClients } from './oauth-store.ts'
import { createProvider } from './provider.ts'
import { installGrants } from './token-endpoint.ts'
import { readProviders } from './upstream-file.ts'
import { openUpstream } from './upstream.ts'
import { sendStrangersOn } from './way-in.ts'

export type { OAuthDeps, OAuthPorts, OAuthSettings } from './context.ts'
export type { AuthMetadata } from './metadata.ts'

/** The operations of this feature. */
export interface OAuth {
  /** Everything below `/oauth2/`. */
  mount: Mount
  metadata: AuthMetadata
  /**
   * Lets somebody replace their cross-signing keys within ten minutes, once: they have confirmed it in the browser, by
   * `org.matrix.cross_signing_reset` of the account's page.
   */
  allowCrossSigningReset(who: { userNid: number }): Promise<void>
  /** Spends that permission; throws the 401 answer with the address of that page where there is none. */
  requireCrossSigningReset(who: { userNid: number }, auth: { session?: string | undefined } | undefined): Promise<void>
  /** Where a browser of a client that does not know OAuth 2.0 begins; throws `M_UNRECOGNIZED` where there is no such way. */
  beginLegacySso(query: { redirectUrl?: string | undefined; action?: string | undefined }): string
  /**
   * Ends all that OAuth 2.0 gave to an account, and every sign-in under way. Within a transaction: forgetting the
   * account's sessions after it is the caller's.
   */
  endAllOf(tx: Tx, userNid: number): Promise<void>
  /** Other identity providers that people may sign in by. */
  identityProviders(): { id: string; name: string; issuer: string }[]
  close(): Promise<void>
}

const TIDY_EVERY_MS = 10 * 60_000
/** How long a client that nobody is signed in with is kept. */
const CLIENT_KEPT_MS = 30 * 24 * 60 * 60_000

/** Ties the operations to what they need. */
export function createOAuth(deps: OAuthDeps): OAuth {
  const { db, clock, settings, ports } = deps
  const artifacts = openArtifacts({ db, clock, settings })
  const provider = createProvider(deps, artifacts)
  installGrants(deps, provider, artifacts)
  sendStrangersOn(provider, ports.webSessions)
  provider.on('server_error', (_ctx, error: Error) => deps.logger.error({ err: error }, 'a sign-in failed'))
  const upstream = openUpstream(deps, artifacts, { providers: readProviders(settings.identityProviders), outgoing: ports.outgoing })
  const library = createLibrary(deps, provider)
  const consent = createConsent(deps, { library, artifacts })
  const deviceLink = createDeviceLink(deps, artifacts)
  return {
    mount: createFront(deps, { provider, library, artifacts, pages: { consent, deviceLink, upstream }, onAsked: createTidying(deps) }),
    identityProviders: () => upstream.list(),
    close: () => upstream.close(),
    metadata: metadataOf(settings.publicUrl, settings.hasDeviceGrant),
    allowCrossSigningReset: (who) => allowReset(deps, who),
    requireCrossSigningReset: (who, auth) => requireReset(deps, who, auth?.session),
    beginLegacySso: (query) => beginLegacySso(deps, query),
    async endAllOf(tx, userNid) {
      await deleteSignInsOf(tx, userNid)
      await ports.devices.deleteTokensOf(tx, userNid)
    },
  }
}

/** Takes away now and then, behind the answers, what has expired and what nobody uses. */
function createTidying({ db, clock, logger }: OAuthDeps): () => void {
  let tidiedAtMs = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock.now()
    if (now - tidiedAtMs < TIDY_EVERY_MS) return
    tidiedAtMs = now
    deleteExpiredArtifacts(db, now)
      .then(() => deleteExpiredDeviceGrants(db, now))
      .then(() => deleteUnusedClients(db, now - CLIENT_KEPT_MS))
      .catch((error: unknown) => logger.warn({ err: error }, 'what sign-ins left behind could not be tidied up'))
  }
}
