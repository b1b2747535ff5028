// DELETE /_chappe/client/v1/invitations/{invitationId}
import { revokeInvitation } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'

/** Takes an invitation back. */
export function revokeInvitationRoute(enrolment: Enrolment): Route {
  return route(revokeInvitation, async ({ session, params }) => {
    await enrolment.invitations.revoke(session, params.invitationId)
    return {}
  })
}
