// Every route of enrolment.
import type { Route } from '../../../http/route.ts'
import type { EnrolmentPages } from '../enrolment-pages.ts'
import { showEnrolmentRoute } from './show-enrolment.ts'
import { beginEnrolmentRoute } from './begin-enrolment.ts'
import { showNewPasskeyRoute } from './show-new-passkey.ts'
import { submitNewPasskeyRoute } from './submit-new-passkey.ts'
import { showEnrolmentDoneRoute } from './show-enrolment-done.ts'

/** The routes, tied to their operations. */
export function enrolmentPagesRoutes(enrolmentPages: EnrolmentPages): Route[] {
  return [
    showEnrolmentRoute(enrolmentPages),
    beginEnrolmentRoute(enrolmentPages),
    showNewPasskeyRoute(enrolmentPages),
    submitNewPasskeyRoute(enrolmentPages),
    showEnrolmentDoneRoute(enrolmentPages),
  ]
}
