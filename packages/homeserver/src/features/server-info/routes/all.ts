// Every route about the server itself.
import type { Route } from '../../../http/route.ts'
import { versionsRoute } from './versions.ts'

/** The routes. */
export function serverInfoRoutes(): Route[] {
  return [versionsRoute()]
}
