// GET /_chappe/desk/v1/requests
import { listDeskRequests } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { caseOf } from '../../../numbers.ts'
import type { DeskRequests } from '../requests.ts'
import { requestAnswer } from './answers.ts'

/** What waits for a second person, oldest first, then what was decided lately. */
export function listDeskRequestsRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(listDeskRequests, async ({ query, session, tap }) => {
    const found = await requests.list(caseOf(query))
    const body = { requests: found.map((each) => requestAnswer(each, session.userId)) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length }])
  })
}
