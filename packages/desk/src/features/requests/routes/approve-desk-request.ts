// POST /_chappe/desk/v1/requests/{requestId}/approve
import { approveDeskRequest } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import { enrolmentUrlOf } from '../../../links.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskRequests } from '../requests.ts'
import { outcomeAnswer } from './answers.ts'

/** Agrees to what somebody else has asked for, which is then done. */
export function approveDeskRequestRoute(ports: DeskPorts, requests: DeskRequests): Route {
  return ports.route(approveDeskRequest, async (call) => {
    const requestNid = numberOf(call.params.requestId, 'request')
    const done = await requests.approve(deskCallOf(approveDeskRequest, call), requestNid, call.body)
    const url = done.secret === undefined ? undefined : enrolmentUrlOf(ports, done.secret)
    return call.tap.reveal(outcomeAnswer(done, url), [{ kind: 'people', count: 1, subject: done.target }])
  })
}
