// GET /_chappe/desk/v1/accounts/{userId}/reads
import { getDeskReads } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { countAccountReads } from '../reads.ts'

/** How much an account was shown over time. */
export function getDeskReadsRoute(ports: DeskPorts): Route {
  return ports.route(getDeskReads, async ({ params, query, tap }) => {
    const time = { fromMs: query.from_ms === undefined ? undefined : Number(query.from_ms), toMs: query.to_ms === undefined ? undefined : Number(query.to_ms) }
    const { fromMs, toMs, everyMs, isWhole, slices } = await countAccountReads(ports, params.userId, time)
    const body = { from_ms: fromMs, to_ms: toMs, every_ms: everyMs, is_whole: isWhole, slices: slices.map(({ atMs, ...slice }) => ({ at_ms: atMs, ...slice })) }
    return tap.reveal(body, [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
