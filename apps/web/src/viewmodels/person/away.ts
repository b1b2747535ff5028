// Who of those one talks with is out of office: asked for once what is shown first is there, and again every hour.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { AwayTime, RoomSummary } from '../../session/types.ts'

/** While those are out of office who are, or will be. */
export type AwayPeople = ReadonlyMap<string, AwayTime>

const FIRST_AFTER_MS = 5_000
const EVERY_MS = 60 * 60_000
const PEOPLE_MAX = 100
const NOBODY: AwayPeople = new Map()

/** Begins to follow it, for as long as the page is there. */
export function followAway({ directory, rooms }: { directory: Pick<Session['directory'], 'listAway'>; rooms: { all: Live<readonly RoomSummary[]> } }): Live<AwayPeople> {
  const state = createStore<AwayPeople>(() => NOBODY)
  const ask = (): void => {
    const userIds = talkedWith(rooms.all.getState())
    if (userIds.length > 0) void directory.listAway(userIds).then((away) => state.setState(away, true), () => undefined)
  }
  setTimeout(ask, FIRST_AFTER_MS)
  setInterval(ask, EVERY_MS)
  return state
}

/** Whom one has talked with last. */
export function talkedWith(rooms: readonly RoomSummary[]): string[] {
  const talks = rooms.filter(({ kind, membership, directUserId }) => kind === 'person' && membership === 'join' && directUserId !== undefined)
  const newest = talks.toSorted((a, b) => b.lastActivityMs - a.lastActivityMs)
  return [...new Set(newest.flatMap(({ directUserId }) => directUserId ?? []))].slice(0, PEOPLE_MAX)
}

/** Until when somebody is out of office at a moment; undefined where they are not. */
export function awayUntil(away: AwayPeople, userId: string | undefined, nowMs: number): number | undefined {
  const time = userId === undefined ? undefined : away.get(userId)
  return time !== undefined && time.fromMs <= nowMs && nowMs < time.untilMs ? time.untilMs : undefined
}
