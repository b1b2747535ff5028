// GET /_chappe/desk/v1/claim_checks/{checkId}
import { getClaimCheck } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'
import { claimCheckAnswer } from './answers.ts'

/** What the ledger says of each claim. */
export function getClaimCheckRoute({ route }: DeskPorts, claims: Claims): Route {
  return route(getClaimCheck, async ({ params, tap }) => {
    const check = await claims.get(numberOf(params.checkId, 'check'))
    const subject = `claims on exposure report ${check.stored.reportNid}`
    const count = (kinds: readonly string[]): number => (check.found ?? []).filter(({ kind, verdict }) => kinds.includes(kind) && verdict === 'supported').length
    return tap.reveal(claimCheckAnswer(check), [
      { kind: 'people', count: count(['person']), subject },
      { kind: 'events', count: count(['event', 'room', 'file']), subject },
    ])
  })
}
