// The session as it was seen last, until the SDK has been loaded, has read what it keeps, and has its keys: some seconds for
// whoever is in hundreds of rooms. What is done meanwhile waits for the session; what is shown becomes the session's own in place,
// so that nothing on the screen is made anew.
import { NOTHING_KNOWN } from '../person/about.ts'
import type { Alerts } from '../alerts/alerts.ts'
import type { AccountData, Content } from '../account-data.ts'
import type { Files } from '../media/files.ts'
import type { Keys } from '../keys/keys.ts'
import type { Own } from '../own.ts'
import type { Search } from '../search/search.ts'
import type { Session } from '../session.ts'
import { openEarlyPeople, openEarlyTalk } from './early-talk.ts'
import { follow, late } from './late.ts'
import type { Snapshot } from './snapshot.ts'

/** Makes it. `later` rejects where there is no session any more. */
export function createEarlySession(own: Own, seen: Snapshot, later: Promise<Session>): Session {
  const of = <T>(part: (session: Session) => T): Promise<T> => {
    const found = later.then(part)
    found.catch(() => undefined)
    return found
  }
  const { signedIn, userId, storage, health, drafts, sealed, reports, validity } = own
  const isKnown = (roomId: string): boolean => seen.rooms.some((room) => room.roomId === roomId)
  const settled = {
    userId,
    deviceId: signedIn.deviceId,
    storage: storage.state,
    health,
    drafts,
    sealed,
    reports,
    validity,
    connection: follow('starting' as const, of((session) => session.connection)),
    rooms: late(of((session) => session.rooms), { all: follow(seen.rooms, of((session) => session.rooms.all)) }),
    spaces: follow(seen.spaces, of((session) => session.spaces)),
    inbox: late(of((session) => session.inbox), { entries: follow(seen.inbox, of((session) => session.inbox.entries)) }),
    accountData: earlyAccountData(of((session) => session.accountData), seen.accountData),
    actions: late(of((session) => session.actions), {}),
    directory: late(of((session) => session.directory), {}),
    profile: late(of((session) => session.profile), { state: follow({ name: userId, pictureUrl: undefined, canSetName: false, about: NOTHING_KNOWN }, of((session) => session.profile.state)) }),
    privacy: late(of((session) => session.privacy), { state: follow({ showsRead: true, showsTyping: true, ignored: [] }, of((session) => session.privacy.state)) }),
    keys: earlyKeys(of((session) => session.keys)),
    announcements: late(of((session) => session.announcements), { open: follow([], of((session) => session.announcements.open)) }),
    alerts: earlyAlerts(of((session) => session.alerts)),
    search: earlySearch(of((session) => session.search)),
    files: earlyFiles(own, of((session) => session.files)),
  }
  return late<Session>(later, settled, {
    findTalk: (roomId) => (isKnown(roomId) ? openEarlyTalk(later, roomId, seen.talks.get(roomId)) : undefined),
    findPeople: (roomId) => (isKnown(roomId) ? openEarlyPeople(later, roomId, seen.talks.get(roomId)) : undefined),
    stop: () => undefined,
    // Nothing but what was begun, and what one keeps for oneself, can have changed.
    flush: async () => {
      await Promise.all([drafts.flush(), sealed.flush()])
    },
  })
}

function earlyAccountData(later: Promise<AccountData>, kept: Readonly<Record<string, Content>>): AccountData {
  return late(later, { follow: (type) => follow(kept[type] ?? {}, later.then((data) => data.follow(type))) })
}

function earlyKeys(later: Promise<Keys>): Keys {
  return late<Keys>(later, {
    state: follow({ kind: 'checking' } as const, later.then(({ state }) => state)),
    secrets: late(later.then(({ secrets }) => secrets), {}),
    backlog: late(later.then(({ backlog }) => backlog), {}),
    devices: late(later.then(({ devices }) => devices), { state: follow(undefined, later.then(({ devices }) => devices.state)) }),
    pairing: late(later.then(({ pairing }) => pairing), { state: follow({ kind: 'none' } as const, later.then(({ pairing }) => pairing.state)) }),
    verifications: late(later.then(({ verifications }) => verifications), { state: follow(undefined, later.then(({ verifications }) => verifications.state)) }),
  })
}

function earlyAlerts(later: Promise<Alerts>): Alerts {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const part = <T>(of: (alerts: Alerts) => T): Promise<T> => later.then(of)
  return late<Alerts>(
    later,
    {
      webPush: late(part(({ webPush }) => webPush), { state: follow('off' as const, part(({ webPush }) => webPush.state)) }),
      rules: late(part(({ rules }) => rules), { state: follow({ everywhere: 'all', rooms: new Map(), keywords: [] }, part(({ rules }) => rules.state)) }),
      quiet: late(part(({ quiet }) => quiet), { state: follow({ isOn: false, followsAvailability: false, timeZone, spans: [], mutedUntilMs: 0 }, part(({ quiet }) => quiet.state)) }),
      missedMail: late(part(({ missedMail }) => missedMail), { state: follow(true, part(({ missedMail }) => missedMail.state)) }),
      wakes: late(part(({ wakes }) => wakes), { state: follow(true, part(({ wakes }) => wakes.state)) }),
    },
    {
      onArrival(listener) {
        let isOver = false
        let end: (() => void) | undefined
        void later.then((alerts) => {
          if (!isOver) end = alerts.onArrival(listener)
        }, () => undefined)
        return () => {
          isOver = true
          end?.()
        }
      },
    },
  )
}

function earlySearch(later: Promise<Search>): Search {
  return late<Search>(
    later,
    {
      reach: follow({ messages: 0, rooms: { done: 0, all: 0 } }, later.then(({ reach }) => reach)),
      recent: late(later.then(({ recent }) => recent), { all: follow<readonly string[]>([], later.then(({ recent }) => recent.all)) }),
    },
    { listSenders: () => [], listPeople: () => [], describeSender: (_roomId, userId) => ({ userId, name: userId, avatarUrl: undefined }) },
  )
}

function earlyFiles({ media, keptFiles: kept }: Own, later: Promise<Files>): Files {
  return late<Files>(
    later,
    { media, kept },
    {
      begin(outgoing, to) {
        const sending = later.then((files) => files.begin(outgoing, to))
        let begun: Awaited<typeof sending> | undefined
        return {
          async upload(transfer) {
            begun = await sending
            await begun.upload(transfer)
          },
          content(caption) {
            if (begun === undefined) throw new Error('nothing is uploaded yet')
            return begun.content(caption)
          },
        }
      },
    },
  )
}
