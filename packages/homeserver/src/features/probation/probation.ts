// A new device waits to be approved: its owner is told everywhere, and lets it in, or says that it was somebody else.
import { isDeviceMark, MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { Letter } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { PageBody } from '../../http/reveal-tap.ts'
import type { Mail } from '../../mail.ts'
import { assertOwnForm } from '../../pages/forms.ts'
import { deviceHandleOf } from '../../pages/device-handle.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import type { Session, SessionLife } from '../../session.ts'
import type { StepUp } from '../../step-up.ts'
import { newDeviceMail, newDeviceNotice } from './announcement.ts'
import { goneTakeoverPage, stoppedByLinkPage, takeoverPage } from './takeover-page.ts'
import type { TakeoverLinks } from './takeover-links.ts'
import { openTakeoverLinks } from './takeover-links.ts'
import type { AnnouncedDevice } from './takeover-links-store.ts'

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** A device that has just been signed in. */
export interface NewDevice {
  deviceId: string
  displayName: string | null
  /** From where. */
  lastSeenIp: string | null
}

/** What the feature is given. */
export interface ProbationDeps {
  world: { db: Db; clock: Clock; random: Random; logger: Logger }
  stepUp: StepUp
  accounts: {
    approveDevice(who: Who, deviceId: string): Promise<void>
    endDevices(who: Who, deviceIds: readonly string[]): Promise<void>
    /** `asking`: of the session that asks for it; it is told that it is done. */
    contain(userId: string, asking?: SessionLife): Promise<void>
    find(userId: string): Promise<{ userNid: number } | undefined>
    listAddresses(userNid: number): Promise<readonly { address: string }[]>
  }
  /** Tells a user something in their room of server notices. */
  tell(userId: string, letter: Letter): Promise<void>
  mail: Mail
  settings: { publicUrl: string; serverName: string }
}

/** The operations of this feature. */
export interface Probation {
  /**
   * Ends the probation of another device, whose mark its owner has read there; the caller's own must not be on it. Throws `M_FORBIDDEN`
   * until a passkey was touched.
   */
  approve(session: Session, deviceId: string, mark: string): Promise<void>
  /** Ends the sessions of other devices. Throws `M_FORBIDDEN` until a passkey was touched. */
  end(session: Session, deviceIds: readonly string[]): Promise<void>
  /** Stops the caller's account: its owner says that somebody else is in. */
  notMe(session: Session): Promise<void>
  /** Tells the owner of a new device, on the others and by mail. A failure is logged: nobody is kept out by it. */
  announce(userId: string, device: NewDevice): Promise<void>
  /** The page of the link in that mail. */
  showLink(headers: IncomingHttpHeaders, asked: { token?: string | undefined; lang?: string | undefined }): Promise<PageBody>
  /** Stops the account of such a link. */
  useLink(headers: IncomingHttpHeaders, form: URLSearchParams): Promise<PageBody>
  /** Takes every such link from an account, within a transaction if there is one. */
  endLinksOf(userNid: number, tx?: Tx): Promise<void>
}

/** Somebody with more addresses hears of it at these; it is one, where an organisation gives them. */
const MAX_ADDRESSES = 5
const MAX_NAME_CHARS = 100
/** In both languages, since both are written with one name. Its id would tell its mark. */
const UNNAMED = 'sans nom / without a name'

/** Ties the operations to what they need. */
export function createProbation(deps: ProbationDeps): Probation {
  const { accounts, stepUp, settings } = deps
  const { db, clock, random, logger } = deps.world
  const links = openTakeoverLinks({ db, clock, random, settings })
  return {
    async approve(session, deviceId, mark) {
      if (deviceId === session.deviceId) throw new MatrixError('M_FORBIDDEN', { message: 'A device does not approve itself' })
      if (!isDeviceMark(mark, deviceId)) throw notItsMark()
      await stepUp.require(session, 'approve_device')
      await accounts.approveDevice(session, deviceId)
    },
    async end(session, deviceIds) {
      if (deviceIds.includes(session.deviceId)) throw new MatrixError('M_FORBIDDEN', { message: 'A device ends its own session by signing out' })
      await stepUp.require(session, 'delete_devices')
      await accounts.endDevices(session, deviceIds)
    },
    async notMe(session) {
      logger.warn({ userNid: session.userNid, deviceNid: session.deviceNid }, 'an owner says that somebody else is in their account')
      await accounts.contain(session.userId, session.life)
    },
    announce: (userId, device) => announce(deps, links, userId, device),
    async showLink(headers, { token, lang }) {
      if (token === undefined) return redirect('/account/not-me')
      const language = languageOf(headers, lang)
      const found = await links.find(token)
      return found === undefined ? goneTakeoverPage(language) : takeoverPage(language, token, found)
    },
    async useLink(headers, form) {
      assertOwnForm(headers, settings.publicUrl)
      const language = languageOf(headers)
      const found = await links.find((form.get('token') ?? '').slice(0, 64))
      if (found === undefined) return goneTakeoverPage(language)
      logger.warn({ userNid: found.userNid }, 'an owner says by the link of a mail that somebody else is in their account')
      await accounts.contain(found.userId)
      return stoppedByLinkPage(language)
    },
    endLinksOf: links.endAllOf,
  }
}

function notItsMark(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'This is not what the device shows', fields: { 'org.chappe.mark_refused': true } })
}

async function announce(deps: ProbationDeps, links: TakeoverLinks, userId: string, { deviceId, displayName, lastSeenIp }: NewDevice): Promise<void> {
  const { settings, world: { clock, logger } } = deps
  const deviceName = (displayName ?? UNNAMED).slice(0, MAX_NAME_CHARS)
  const device: AnnouncedDevice = { deviceName, ip: lastSeenIp ?? undefined, madeAtMs: clock.now() }
  const url = new URL('/account/devices', settings.publicUrl)
  url.searchParams.set('device_id', deviceHandleOf(deviceId))
  // Whichever way fails, the other is gone all the same.
  const told = await Promise.allSettled([deps.tell(userId, newDeviceNotice(device, url.href)), write(deps, links, userId, device)])
  for (const each of told) {
    if (each.status === 'rejected') logger.error({ err: each.reason }, 'the owner of a new device could not be told')
  }
}

async function write({ world: { db }, accounts, mail, settings }: ProbationDeps, links: TakeoverLinks, userId: string, device: AnnouncedDevice): Promise<void> {
  if (!mail.isOn) return
  const account = await accounts.find(userId)
  const addresses = account === undefined ? [] : (await accounts.listAddresses(account.userNid)).slice(0, MAX_ADDRESSES)
  if (account === undefined || addresses.length === 0) return
  await db.transaction().execute(async (tx) => {
    const url = await links.issue(tx, account.userNid, device)
    if (url === undefined) return
    for (const { address } of addresses) await mail.send(newDeviceMail(address, device, { url, serverName: settings.serverName }), tx)
  })
}
