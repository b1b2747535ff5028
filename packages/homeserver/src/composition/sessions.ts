// Sessions, tied to every process of the installation and to what is under way for them in this one.
import type { Sessions } from '../features/accounts/accounts.ts'
import { createSessions } from '../features/accounts/accounts.ts'
import type { Foundation } from '../foundation.ts'
import type { Notice } from '../processes/fence.ts'
import type { MediaFeature } from './media.ts'

/** Sessions that are forgotten in every process at once. */
export function openSessions({ database, clock, fence }: Foundation): Sessions {
  return createSessions({
    db: database.db,
    clock,
    tellOthers: (what) => fence.broadcast({ kind: 'forget', ...what }),
  })
}

/** Does what another process says. Every process takes each kind of notice. */
export function obey(sessions: Sessions, { userId, deviceNid, how }: Notice): Promise<void> {
  return sessions.obey({ userId, deviceNid, how })
}

/** Who is contained, locked or signed out is told so at once, in whatever process: what is held for them ends. */
export function tieSessions({ live, fence, underWay }: Foundation, sessions: Sessions, media: Pick<MediaFeature, 'sending'>): void {
  fence.onNotice((notice) => obey(sessions, notice))
  fence.onFenced(() => {
    sessions.forgetAll()
    underWay.cutAll()
    live.wakeAll()
  })
  sessions.onForget(({ userId, deviceNid, how }) => {
    const user = live.find(userId)
    if (user !== undefined) live.wake([user])
    if (how === 'changed') return
    underWay.cut(userId, deviceNid)
    media.sending.cut(userId, deviceNid)
  })
}
