// POST /_chappe/desk/v1/exposure_reports/{reportId}/claims
import { checkClaims } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'

/** Holds what somebody has published against a report. */
export function checkClaimsRoute({ route }: DeskPorts, claims: Claims): Route {
  return route(checkClaims, async (call) => {
    const reportNid = numberOf(call.params.reportId, 'report')
    const { claims: checked, isCut } = await claims.check(deskCallOf(checkClaims, call), reportNid, call.body.text)
    const subject = `claims on exposure report ${reportNid}`
    const count = (kinds: readonly string[]): number => checked.filter(({ kind, verdict }) => kinds.includes(kind) && verdict === 'supported').length
    return call.tap.reveal({ claims: checked, is_cut: isCut }, [
      { kind: 'people', count: count(['person']), subject },
      { kind: 'events', count: count(['event', 'room', 'file']), subject },
    ])
  })
}
