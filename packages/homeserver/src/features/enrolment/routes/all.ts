// Every route of enrolment.
import type { Route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'
import { extendInvitationRoute } from './extend-invitation.ts'
import { getAccountValidityRoute } from './get-account-validity.ts'
import { inviteExternalRoute } from './invite-external.ts'
import { listInvitationsRoute } from './list-invitations.ts'
import { requestRenewalRoute } from './request-renewal.ts'
import { revokeInvitationRoute } from './revoke-invitation.ts'

/** The routes, tied to their operations. */
export function enrolmentRoutes(enrolment: Enrolment): Route[] {
  return [
    inviteExternalRoute(enrolment),
    listInvitationsRoute(enrolment),
    revokeInvitationRoute(enrolment),
    extendInvitationRoute(enrolment),
    requestRenewalRoute(enrolment),
    getAccountValidityRoute(enrolment),
  ]
}
