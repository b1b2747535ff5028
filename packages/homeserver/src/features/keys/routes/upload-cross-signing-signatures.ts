// POST /_matrix/client/v3/keys/signatures/upload
import { uploadCrossSigningSignatures } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'

/** Adds the caller's signatures to keys. */
export function uploadCrossSigningSignaturesRoute(keys: Keys): Route {
  return route(uploadCrossSigningSignatures, async ({ session, body }) => ({
    failures: await keys.uploadSignatures(session, body),
  }))
}
