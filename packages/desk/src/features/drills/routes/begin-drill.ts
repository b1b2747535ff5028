// POST /_chappe/desk/v1/drills
import { beginDrill } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Drills } from '../drills.ts'
import { drillAnswer } from './answers.ts'

/** Begins a drill. */
export function beginDrillRoute({ route }: DeskPorts, drills: Drills): Route {
  return route(beginDrill, async (call) => {
    const drill = await drills.begin(deskCallOf(beginDrill, call), call.body)
    return call.tap.reveal(drillAnswer(drill), [{ kind: 'people', count: 1, subject: `drill ${drill.stored.drillNid}` }])
  })
}
