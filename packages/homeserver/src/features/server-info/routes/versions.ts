// GET /_matrix/client/versions
import { versions } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Clients switch behaviour on these: a version is listed once what it brought is there. */
const VERSIONS = ['r0.6.1', 'v1.1', 'v1.2', 'v1.3', 'v1.4', 'v1.5', 'v1.6', 'v1.7', 'v1.8', 'v1.9', 'v1.10', 'v1.11']

/** What is ahead of the versions, under the names clients look for. */
const UNSTABLE = { 'org.matrix.msc3911': true, 'org.matrix.simplified_msc3575': true }

/** Answers a constant. */
export function versionsRoute(): Route {
  return route(versions, () => ({ versions: VERSIONS, unstable_features: UNSTABLE }))
}
