// Every route of keys.
import type { Route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'
import { claimKeysRoute } from './claim-keys.ts'
import { getKeysChangesRoute } from './get-keys-changes.ts'
import { queryKeysRoute } from './query-keys.ts'
import { uploadCrossSigningKeysRoute } from './upload-cross-signing-keys.ts'
import { uploadCrossSigningSignaturesRoute } from './upload-cross-signing-signatures.ts'
import { uploadKeysRoute } from './upload-keys.ts'

/** The routes, tied to their operations. */
export function keysRoutes(keys: Keys): Route[] {
  return [
    uploadKeysRoute(keys),
    queryKeysRoute(keys),
    claimKeysRoute(keys),
    getKeysChangesRoute(keys),
    uploadCrossSigningKeysRoute(keys),
    uploadCrossSigningSignaturesRoute(keys),
  ]
}
