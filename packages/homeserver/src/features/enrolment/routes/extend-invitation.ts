// POST /_chappe/client/v1/invitations/{invitationId}/extend
import { extendInvitation } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'
import { invitationAnswer } from './answers.ts'

/** Moves the end of the account that came of an invitation. */
export function extendInvitationRoute(enrolment: Enrolment): Route {
  return route(extendInvitation, async ({ session, params, body }) =>
    invitationAnswer(await enrolment.invitations.extend(session, params.invitationId, body.valid_until_ts)),
  )
}
