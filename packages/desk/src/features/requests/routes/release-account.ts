// POST /_chappe/desk/v1/accounts/{userId}/release
import { releaseAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskRequests } from '../requests.ts'
import { requestAnswer } from './answers.ts'

/** Asks for the release of a contained account: a second person agrees, and the owner enrols anew. */
export function releaseAccountRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(releaseAccount, async (call) => {
    const request = await requests.askRelease(deskCallOf(releaseAccount, call), { userId: call.params.userId, ...call.body })
    return call.tap.reveal(requestAnswer(request, call.session.userId), [{ kind: 'people', count: 1, subject: request.target }])
  })
}
