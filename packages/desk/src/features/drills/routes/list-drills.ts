// GET /_chappe/desk/v1/drills
import { listDrills } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Drills } from '../drills.ts'
import { drillAnswer } from './answers.ts'

/** Drills, newest first. */
export function listDrillsRoute({ route }: DeskPorts, drills: Drills): Route {
  return route(listDrills, async ({ query, tap }) => {
    const page = pageOf(query)
    const found = await drills.list(page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { drills: found.map(drillAnswer), ...(last === undefined ? {} : { next: String(last.stored.drillNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'drills' }])
  })
}
