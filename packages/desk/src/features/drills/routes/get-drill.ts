// GET /_chappe/desk/v1/drills/{drillId}
import { getDrill } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Drills } from '../drills.ts'
import { comparedAnswer, drillAnswer } from './answers.ts'

/** A drill, and how its report stands to the truth. */
export function getDrillRoute({ route, ground }: DeskPorts, drills: Drills): Route {
  return route(getDrill, async ({ params, tap }) => {
    const drill = await drills.get(numberOf(params.drillId, 'drill'))
    const body = { ...drillAnswer(drill), compared: comparedAnswer(drill), now_ms: ground.clock.now() }
    return tap.reveal(body, [{ kind: 'people', count: 1, subject: `drill ${drill.stored.drillNid}` }])
  })
}
