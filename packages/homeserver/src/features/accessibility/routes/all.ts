// Every route of the accessibility statement.
import type { Route } from '../../../http/route.ts'
import type { Accessibility } from '../accessibility.ts'
import { showAccessibilityRoute } from './show-accessibility.ts'

/** The routes, tied to their operations. */
export function accessibilityRoutes(accessibility: Accessibility): Route[] {
  return [showAccessibilityRoute(accessibility)]
}
