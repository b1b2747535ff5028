// A new device waits to be approved: its owner is told everywhere, and lets it in, or says that it was somebody else.
import { MatrixError } from '@chappe/contract'
import type { Logger } from '../../deps.ts'
import type { Session, SessionLife } from '../../session.ts'
import type { StepUp } from '../../step-up.ts'

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** A device by both its names, and what it calls itself. */
export interface NewDevice {
  deviceId: string
  displayName: string | null
}

/** What the feature is given. */
export interface ProbationDeps {
  stepUp: StepUp
  accounts: {
    approveDevice(who: Who, deviceId: string): Promise<void>
    endDevices(who: Who, deviceIds: readonly string[]): Promise<void>
    /** `asking`: of the session that asks for it; it is told that it is done. */
    contain(userId: string, asking?: SessionLife): Promise<void>
  }
  /** Tells a user something in their room of server notices. */
  tell(userId: string, text: string): Promise<void>
  logger: Logger
  settings: { publicUrl: string }
}

/** The operations of this feature. */
export interface Probation {
  /** Ends the probation of another device; the caller's own must not be on it. Throws `M_FORBIDDEN` until a passkey was touched. */
  approve(session: Session, deviceId: string): Promise<void>
  /** Ends the sessions of other devices. Throws `M_FORBIDDEN` until a passkey was touched. */
  end(session: Session, deviceIds: readonly string[]): Promise<void>
  /** Stops the caller's account: its owner says that somebody else is in. */
  notMe(session: Session): Promise<void>
  /** Tells the owner of a new device. A failure is logged: nobody is kept out by it. */
  announce(userId: string, device: NewDevice): Promise<void>
}

/** Ties the operations to what they need. */
export function createProbation(deps: ProbationDeps): Probation {
  const { accounts, stepUp, settings, logger } = deps
  return {
    async approve(session, deviceId) {
      if (deviceId === session.deviceId) throw new MatrixError('M_FORBIDDEN', { message: 'A device does not approve itself' })
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
    async announce(userId, { deviceId, displayName }) {
      const url = new URL('/account/devices', settings.publicUrl)
      url.searchParams.set('device_id', deviceId)
      const name = displayName ?? deviceId
      const text = [
        `Un nouvel appareil vient d’être connecté à votre compte : ${name}. Si c’est vous, approuvez-le. Sinon, dites que ce n’était pas vous : ${url.href}`,
        `A new device has just been signed in to your account: ${name}. If it was you, approve it. If not, say that it wasn’t you: ${url.href}`,
      ].join('\n\n')
      await deps.tell(userId, text).catch((error: unknown) => logger.error({ err: error }, 'the owner of a new device could not be told'))
    },
  }
}
