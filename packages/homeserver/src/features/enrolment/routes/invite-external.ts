// POST /_chappe/client/v1/invitations
import { inviteExternal } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'
import { invitationAnswer } from './answers.ts'

/** Invites somebody from outside. */
export function inviteExternalRoute(enrolment: Enrolment): Route {
  return route(inviteExternal, async ({ session, body }) =>
    invitationAnswer(await enrolment.invitations.inviteExternal(session, { address: body.address, validUntilMs: body.valid_until_ts, roomId: body.room_id })),
  )
}
