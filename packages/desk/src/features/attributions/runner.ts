// Works attributions out, behind the requests.
import type { Background } from '../../background.ts'
import { startJobs } from '../../jobs.ts'
import type { DeskPorts } from '../../ports.ts'
import { attributionJobs, forgetRefused, getTaken } from './attributions-store.ts'
import { workOut } from './steps/work-out.ts'

/** So often it is looked whether something is to be forgotten. */
const LOOK_EVERY_MS = 3_600_000

/** Starts with what was left. */
export function startAttributions(ports: DeskPorts): Background {
  const { db, clock } = ports.ground
  return startJobs(ports, {
    name: 'attribution',
    store: attributionJobs,
    tidy: { everyMs: LOOK_EVERY_MS, work: (each) => forgetRefused(each, clock.now()) },
    work: async (requestNid, progress) => JSON.stringify(await workOut(ports, await getTaken(db, requestNid), progress)),
  })
}
