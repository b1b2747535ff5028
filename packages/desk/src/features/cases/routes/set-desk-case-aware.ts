// PUT /_chappe/desk/v1/cases/{caseId}/aware
import { setDeskCaseAware } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { Cases } from '../cases.ts'
import { caseAnswer } from './answers.ts'

/** Says when it became known that data were revealed. */
export function setDeskCaseAwareRoute({ route }: DeskPorts, cases: Cases): Route {
  return route(setDeskCaseAware, async (call) => {
    const { aware_at_ms: awareAtMs, reason } = call.body
    const found = await cases.setAware({ session: call.session, ip: call.request.ip }, numberOf(call.params.caseId, 'case'), { awareAtMs, reason })
    return call.tap.reveal(caseAnswer(found), [{ kind: 'people', count: 1, subject: `case:${found.caseNid}` }])
  })
}
