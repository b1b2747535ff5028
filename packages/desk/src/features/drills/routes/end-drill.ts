// POST /_chappe/desk/v1/drills/{drillId}/end
import { endDrill } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Drills } from '../drills.ts'
import { drillAnswer } from './answers.ts'

/** Ends a drill. */
export function endDrillRoute({ route }: DeskPorts, drills: Drills): Route {
  return route(endDrill, async (call) => {
    const drill = await drills.end(deskCallOf(endDrill, call), numberOf(call.params.drillId, 'drill'), call.body.reason)
    return call.tap.reveal(drillAnswer(drill), [{ kind: 'people', count: 1, subject: `drill ${drill.stored.drillNid}` }])
  })
}
