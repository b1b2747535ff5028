// POST /_chappe/desk/v1/organisations/{organisationId}/contain
import { containOrganisation } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskRequests } from '../requests.ts'
import { requestAnswer } from './answers.ts'

/** Asks for the containment of every account of an organisation: a second person agrees. */
export function containOrganisationRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(containOrganisation, async (call) => {
    const { organisationId } = call.params
    const request = await requests.askContainOrganisation(deskCallOf(containOrganisation, call), { organisationId, ...call.body })
    return call.tap.reveal(requestAnswer(request, call.session.userId), [{ kind: 'people', count: 1, subject: request.askedBy }])
  })
}
