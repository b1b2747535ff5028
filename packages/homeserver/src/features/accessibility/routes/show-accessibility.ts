// GET /accessibility
import { showAccessibility } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import type { Accessibility } from '../accessibility.ts'

/** The accessibility statement. */
export function showAccessibilityRoute(accessibility: Accessibility): Route {
  return pageRoute(showAccessibility, ({ request, query }) => accessibility.show(request.headers, query.lang))
}
