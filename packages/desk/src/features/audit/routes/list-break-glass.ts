// GET /_chappe/desk/v1/break_glass
import { listBreakGlass } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'
import { brokenAnswer } from './answers.ts'

const LIST_MAX = 100

/** What was done alone that takes two, and who has looked at it. */
export function listBreakGlassRoute({ route }: DeskPorts, audit: Audit): Route {
  return route(listBreakGlass, async ({ tap }) => {
    const found = await audit.listBroken(LIST_MAX)
    const body = { actions: found.map(brokenAnswer) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'break-glass' }])
  })
}
