// GET /_chappe/client/v1/invitations
import { listInvitations } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'
import { invitationAnswer } from './answers.ts'

/** The invitations that the caller has made. */
export function listInvitationsRoute(enrolment: Enrolment): Route {
  return route(listInvitations, async ({ session }) => ({
    invitations: (await enrolment.invitations.list(session)).map(invitationAnswer),
  }))
}
