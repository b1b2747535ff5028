// POST /_chappe/desk/v1/cases
import { openDeskCase } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Cases } from '../cases.ts'
import { caseAnswer } from './answers.ts'

/** Opens a case. */
export function openDeskCaseRoute({ route }: DeskPorts, cases: Cases): Route {
  return route(openDeskCase, async (call) => {
    const made = await cases.open({ session: call.session, ip: call.request.ip }, call.body.title)
    return call.tap.reveal(caseAnswer(made), [{ kind: 'people', count: 1, subject: made.openedBy ?? '' }])
  })
}
