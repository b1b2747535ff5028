// The stage `m.oauth`: whoever signed in through OAuth 2.0 confirms in the browser that their cross-signing keys may be
// replaced. https://spec.matrix.org/v1.19/client-server-api/#oauth-authentication
import { MatrixError } from '@chappe/contract'
import type { OAuthDeps } from './context.ts'
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
  const url = `${deps.settings.publicUrl}/account?action=org.matrix.cross_signing_reset`
  throw new MatrixError('M_UNAUTHORIZED', {
    body: {
      session: session ?? deps.random.text(24),
      flows: [{ stages: ['m.oauth'] }, { stages: ['org.matrix.cross_signing_reset'] }],
      params: { 'm.oauth': { url }, 'org.matrix.cross_signing_reset': { url } },
      completed: [],
    },
  })
}
