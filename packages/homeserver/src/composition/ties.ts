// Features that hear of each other, and by what.
import type { Logger } from '../deps.ts'
import type { Encryption } from './encryption.ts'
import type { RoomEngine } from '../engine/engine.ts'
import type { AccountData } from '../features/account-data/account-data.ts'
import type { Accounts } from '../features/accounts/accounts.ts'
import type { OAuth } from '../features/oauth/oauth.ts'
import type { Profiles } from '../features/profiles/profiles.ts'
import type { Push } from '../features/push/push.ts'
import type { Rooms, RoomsDeps } from '../features/rooms/rooms.ts'
import { succeed } from '../features/succession/succession.ts'
import type { Administration } from './administration.ts'
import type { Awareness } from './awareness.ts'
import type { ContainmentFeature } from './containment.ts'
import type { Joining } from './joining.ts'
import type { Web } from './web.ts'

/** Who comes into a room that replaces another finds it as they had that one. */
function tieSuccession(
  parts: { rooms: Rooms; roomsDeps: RoomsDeps; accountData: AccountData; push: Push },
  logger: Logger,
): void {
  const { rooms, roomsDeps, accountData, push } = parts
  rooms.onJoined(async (userId, room) => {
    await succeed({ rooms: roomsDeps, accountData, push }, userId, room).catch((error: unknown) => {
      logger.error({ err: error }, 'what a member had of a replaced room could not be carried over')
    })
  })
}

/** The features that hear of each other. */
interface HookedFeatures {
  accounts: Accounts
  encryption: Encryption
  profiles: Profiles
  rooms: Rooms
  push: Push
  engine: RoomEngine
  roomsDeps: RoomsDeps
  accountData: AccountData
  web: Web
  oauth: OAuth
  administration: Administration
  joining: Joining
  stopping: ContainmentFeature
  wakes: Awareness['wakes']
}

/** Whoever is on duty hears of it in their own client, and goes on at the desk. */
async function tellOfficers({ accounts, administration }: HookedFeatures, userId: string): Promise<void> {
  const letter = {
    fr: `${userId} dit qu’un autre que lui est dans son compte, qui est arrêté depuis. La suite est au poste de sécurité, sous « Alertes ».`,
    en: `${userId} says that somebody else is in their account, which is contained since. Go on at the desk, under "Alerts".`,
  }
  for (const officer of await accounts.stopping.listWithRole('security_officer')) {
    if (officer.userId !== userId) await administration.tell(officer.userId, letter)
  }
}

/** Tells each feature what it has to hear of another. */
export function tieHooks(parts: HookedFeatures, logger: Logger): void {
  tieSuccession(parts, logger)
  const { accounts, encryption, profiles, rooms, push, engine, web, oauth, administration, joining, stopping } = parts
  const inBackground = (work: () => Promise<void>, what: string): void => {
    work().catch((error: unknown) => logger.error({ err: error, what }, 'a change could not be followed up'))
  }
  web.use({
    addresses: joining.ports.enrolment,
    findDomain: (domain) => joining.ports.organisations.findDomain(domain),
    profiles,
    identityProviders: () => oauth.identityProviders(),
    tell: (userId, letter) => administration.tell(userId, letter),
    async contain(userId, asking) {
      const { userNid } = await accounts.stopping.get(userId)
      const alert = { kind: 'takeover_reported', userNid, deviceId: '', detail: {} } as const
      await stopping.containment.contain(userId, { actors: ['owner'], asking, also: (tx) => web.alerts.raise(tx, alert) })
      inBackground(() => tellOfficers(parts, userId), 'security officers who are told of a takeover')
    },
  })
  accounts.onDeviceChange((userId, device, change) => encryption.onDeviceChange(userId, device, change))
  accounts.useNewDevices((userId, work) => encryption.withDeviceChange(userId, work))
  accounts.onAccountCreated(async (userId, { displayName }) => {
    if (displayName !== undefined) await profiles.setInitialName(userId, displayName)
  })
  accounts.onAccountClosed(async (userId) => void (await parts.wakes.endAllOf(userId)))
  profiles.onChange((userId) => inBackground(() => rooms.updateMemberProfile(userId), 'member events of a profile'))
  push.onRulesChange((userId) => inBackground(() => engine.rulesChanged(userId), 'push rules of a member'))
}
