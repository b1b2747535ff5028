// Before the first client comes: the rooms that were read last into memory, and a first answer for nobody.
import { ownSession } from '../../session.ts'
import { assemble } from './steps/assemble.ts'
import { parseSyncFilter } from './sync-filter.ts'
import type { SyncDeps, SyncScope } from './sync-request.ts'

/** Whom and what the server was busy with when it ended. */
export interface LastReads {
  userIds: readonly string[]
  rooms: readonly number[]
  timeMs: number
}

const ROOMS_AT_ONCE = 250
const ROOMS_MAX = 2000
/** How often what answers is run before somebody waits for it: by then the runtime has compiled it. */
const REHEARSALS = 3
/** As clients ask on a first sync. */
const FILTER = '{"room":{"timeline":{"limit":20,"lazy_load_members":true},"state":{"lazy_load_members":true}}}'

/** See `Sync.warmUp`. */
export async function warmUp(deps: SyncDeps, last: LastReads): Promise<void> {
  const until = deps.clock.now() + last.timeMs
  const isOver = (): boolean => deps.clock.now() >= until
  const { registry } = deps.engine
  // What nobody has prepared takes the same ways as what somebody did.
  for (let times = 0; times < REHEARSALS && !isOver(); times += 1) {
    await registry.rehearse(last.rooms.slice(0, ROOMS_AT_ONCE))
    for (const userId of last.userIds.slice(0, 1)) await answerNobody(deps, userId)
  }
  for (let start = 0; start < Math.min(last.rooms.length, ROOMS_MAX) && !isOver(); start += ROOMS_AT_ONCE) {
    await registry.getMany(last.rooms.slice(start, start + ROOMS_AT_ONCE))
  }
  for (const userId of last.userIds.slice(1)) {
    if (isOver()) return
    await answerNobody(deps, userId)
  }
}

/** The answer to a first sync, thrown away: nothing of it leaves, so nothing is recorded as shown. */
async function answerNobody(deps: SyncDeps, userId: string): Promise<void> {
  const session = ownSession({ userId, userNid: 0, deviceId: '', deviceNid: 0 })
  const now = { events: deps.engine.stream.published, changes: 0 }
  const scope: SyncScope = {
    deps,
    session,
    filter: parseSyncFilter(FILTER),
    mine: await deps.engine.userRooms.open(userId),
    since: { events: 0, changes: 0 },
    now,
    initial: true,
    fullState: false,
    stateSections: ['state'],
    sinceText: '',
  }
  await assemble(scope)
  deps.members.lazy.forget(session.deviceNid)
}
