// Containment, tied to everything an account has: each effect stands here with the feature that owns what it ends.
import { createRoomPeople } from '../engine/people.ts'
import type { RoomEngine } from '../engine/engine.ts'
import type { AccountData } from '../features/account-data/account-data.ts'
import type { Accounts, Sessions } from '../features/accounts/accounts.ts'
import type { Containment } from '../features/containment/containment.ts'
import { createContainment } from '../features/containment/containment.ts'
import type { OAuth } from '../features/oauth/oauth.ts'
import type { Push } from '../features/push/push.ts'
import { endWebSessionsIn } from '../features/web-sessions/web-sessions.ts'
import type { Foundation } from '../foundation.ts'
import type { Awareness } from './awareness.ts'
import type { Encryption } from './encryption.ts'
import type { Joining } from './joining.ts'
import type { MediaFeature } from './media.ts'
import type { Stops } from './sessions.ts'
import { openStops } from './sessions.ts'
import type { Web } from './web.ts'

/** What it is tied from. */
export interface ContainmentParts {
  accounts: Accounts
  sessions: Sessions
  accountData: AccountData
  push: Push
  media: MediaFeature
  later: Awareness['later']
  wakes: Awareness['wakes']
  encryption: Encryption
  engine: RoomEngine
  oauth: OAuth
  web: Pick<Web, 'links' | 'passkeys' | 'probation'>
  joining: Pick<Joining, 'ports'>
}

/** What can be stopped. */
export interface ContainmentFeature extends Stops {
  containment: Containment
}

/** Ties it. */
export async function createContainmentFeature(foundation: Foundation, parts: ContainmentParts): Promise<ContainmentFeature> {
  const { clock, changes, database: { db } } = foundation
  const { accounts, sessions, engine } = parts
  const people = createRoomPeople(db, engine)
  const containment = createContainment({
    db,
    clock,
    changes,
    accounts: accounts.stopping,
    listenersOf: (userId) => people.listenersOf(userId),
    serving: {
      hold: (userId, asking) => sessions.hold(userId, asking),
      // What was begun by mail ends on connections of its own: within the transaction many at once would wait for each other.
      async end(userId, asking) {
        const [stopped] = await Promise.all([sessions.stopAccount(userId, asking), parts.joining.ports.enrolment.endAllOf(userId)])
        return stopped
      },
    },
  })
  tieEffects(containment, parts)
  return { containment, ...(await openStops(foundation, parts)) }
}

/**
 * What is not here needs no act of its own: whoever is contained has no devices, keys, pushes, invitations and no place in
 * the directory by the state of the account alone (packages/policy), and what is under way is cut when it is forgotten.
 */
function tieEffects(containment: Containment, parts: ContainmentParts): void {
  const { accounts, accountData, push, media, later, wakes, encryption, oauth, web } = parts
  containment.onContain('tokens', (account, tx) => accounts.stopping.endTokens(tx, account))
  containment.onContain('devices', ({ userId, position }, tx) => encryption.keys.freeze(userId, position, tx))
  for (const on of [containment.onContain, containment.onRelease]) {
    // Behind the tokens, which are known again by their hashes: what is left of sign-ins under way.
    on('OAuth 2.0', async ({ userNid }, tx) => {
      await oauth.endAllOf(tx, userNid)
      return 0
    })
    on('web sessions', async ({ userId }, tx) => {
      await endWebSessionsIn(tx, userId)
      return 0
    })
    on('links', async ({ userNid }, tx) => {
      await web.links.endAllOf(userNid, tx)
      await web.probation.endLinksOf(userNid, tx)
      return 0
    })
    on('pushers', ({ userId }, tx) => push.endPushersOf(userId, tx))
    on('wakes', ({ userId }, tx) => wakes.endAllOf(userId, tx))
    on('uploads', ({ userId }, tx) => media.endPendingOf(userId, tx))
    on('delayed events', ({ userId }, tx) => later.cancelAllOf(userId, tx))
  }
  // Whoever had the account may have added one of their own.
  containment.onRelease('passkeys', async ({ userNid }, tx) => {
    await web.passkeys.removeAllOf(userNid, tx)
    return 0
  })
  containment.onRelease('keys', async ({ userId, position }, tx) => {
    await encryption.keys.reset(userId, position, tx)
    return 0
  })
  containment.onRelease('key backup', ({ userNid }, tx) => encryption.backup.reset(userNid, tx))
  containment.onRelease('secrets', ({ userId, position }, tx) => accountData.deleteSecretsOf(userId, position, tx))
}
