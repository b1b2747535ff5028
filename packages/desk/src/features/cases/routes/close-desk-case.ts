// POST /_chappe/desk/v1/cases/{caseId}/close
import { closeDeskCase } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { Cases } from '../cases.ts'

/** Closes a case; what is in it stays. */
export function closeDeskCaseRoute({ route }: DeskPorts, cases: Cases): Route {
  return route(closeDeskCase, async (call) => {
    await cases.close({ session: call.session, ip: call.request.ip }, numberOf(call.params.caseId, 'case'), call.body.reason)
    return {}
  })
}
