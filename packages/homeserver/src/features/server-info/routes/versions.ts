// GET /_matrix/client/versions
import { versions } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Clients switch behaviour on these: a version is listed once what it brought is there. */
const VERSIONS = ['r0.6.1', ...Array.from({ length: 19 }, (_, index) => `v1.${index + 1}`)]

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
  // Rooms in common with somebody; the second name says that the path of v1.19 is there.
  'uk.half-shot.msc2666.query_mutual_rooms': true,
  'uk.half-shot.msc2666.query_mutual_rooms.stable': true,
}

/** Answers a constant. */
export function versionsRoute(): Route {
  return route(versions, () => ({ versions: VERSIONS, unstable_features: UNSTABLE }))
}
