// GET /_matrix/client/versions
import { versions } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Clients switch behaviour on these: a version is listed once what it brought is there. */
const VERSIONS = ['r0.6.1', 'v1.1', 'v1.2', 'v1.3', 'v1.4', 'v1.5', 'v1.6', 'v1.7', 'v1.8', 'v1.9', 'v1.10', 'v1.11']

/** Proposals that clients ask for by these names, as far as they are here. */
const UNSTABLE: Readonly<Record<string, boolean>> = {
  // Naming the files that an event carries.
  'org.matrix.msc3911': true,
  // Sliding sync.
  'org.matrix.simplified_msc3575': true,
  // Switching pushers from another device.
  'org.matrix.msc3881': true,
  // Deleting account data.
  'org.matrix.msc3391': true,
  // Delayed events.
  'org.matrix.msc4140': true,
}

/** Answers a constant. */
export function versionsRoute(): Route {
  return route(versions, () => ({ versions: VERSIONS, unstable_features: UNSTABLE }))
}
