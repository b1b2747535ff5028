// GET /_chappe/desk/v1/attributions
import { listAttributions } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'
import { attributionHead } from './answers.ts'

/** The attributions of whoever asks, newest first. */
export function listAttributionsRoute({ route }: DeskPorts, attributions: Attributions): Route {
  return route(listAttributions, async (call) => {
    const page = pageOf(call.query)
    const found = await attributions.list(deskCallOf(listAttributions, call), page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    return { attributions: found.map(attributionHead), ...(last === undefined ? {} : { next: String(last.requestNid) }) }
  })
}
