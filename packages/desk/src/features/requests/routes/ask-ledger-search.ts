// POST /_chappe/desk/v1/ledger_searches
import { askLedgerSearch } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskRequests } from '../requests.ts'
import { requestAnswer } from './answers.ts'

/** Asks who was shown something. */
export function askLedgerSearchRoute({ route }: DeskPorts, requests: DeskRequests): Route {
  return route(askLedgerSearch, async (call) => {
    const request = await requests.askLedgerSearch(deskCallOf(askLedgerSearch, call), call.body)
    return call.tap.reveal(requestAnswer(request, call.session.userId), [{ kind: 'people', count: 1, subject: request.askedBy }])
  })
}
