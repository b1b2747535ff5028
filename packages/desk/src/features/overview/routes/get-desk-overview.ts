// GET /_chappe/desk/v1/overview
import { getDeskOverview } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOverview } from '../overview.ts'
import { overviewAnswer } from './answers.ts'

/** What needs somebody now, as numbers. */
export function getDeskOverviewRoute({ route }: DeskPorts, overview: DeskOverview): Route {
  return route(getDeskOverview, async ({ session }) => overviewAnswer(await overview.look(session)))
}
