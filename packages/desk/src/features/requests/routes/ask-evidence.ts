// POST /_chappe/desk/v1/accounts/{userId}/evidence
import { askEvidence } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskRequests } from '../requests.ts'
import { requestAnswer } from './answers.ts'

/** Asks for what an account was shown in a time, with its proof: a second person agrees before anybody sees it. */
export function askEvidenceRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(askEvidence, async (call) => {
    const request = await requests.askEvidence(deskCallOf(askEvidence, call), { userId: call.params.userId, ...call.body })
    return call.tap.reveal(requestAnswer(request, call.session.userId), [{ kind: 'people', count: 1, subject: call.params.userId }])
  })
}
