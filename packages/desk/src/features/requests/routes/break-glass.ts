// POST /_chappe/desk/v1/requests/{requestId}/break_glass
import { breakGlass } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import { enrolmentUrlOf } from '../../../links.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskRequests } from '../requests.ts'
import { outcomeAnswer } from './answers.ts'

/** Does alone what takes two people; everybody with the role of an auditor is told at once. */
export function breakGlassRoute(ports: DeskPorts, requests: DeskRequests): Route {
  return ports.route(breakGlass, async (call) => {
    const requestNid = numberOf(call.params.requestId, 'request')
    const done = await requests.breakGlass(deskCallOf(breakGlass, call), requestNid, call.body)
    const url = done.secret === undefined ? undefined : enrolmentUrlOf(ports, done.secret)
    return call.tap.reveal(outcomeAnswer(done, url), [{ kind: 'people', count: 1, subject: done.target }])
  })
}
