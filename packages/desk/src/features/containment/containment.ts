// Containment at the desk: what one person may do at once.
import { MatrixError } from '@chappe/contract'
import type { BlockedNetwork, Contained, FrozenRoom, Tx } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actOn } from '../accounts/accounts.ts'
import type { Doer, Recorded } from '../audit/audit.ts'
import { tellAuditors } from '../../auditors.ts'

/** A containment with the case it belongs to. */
export interface ContainedInCase extends Contained {
  caseNid: number
}

/** The operations. */
export interface DeskContainment {
  contain(call: DeskCall, input: { userId: string } & Reason): Promise<ContainedInCase>
  /** Through the socket in the data folder: nobody is signed in, and every auditor is told. */
  breakGlassFromMachine(input: { userId: string } & Reason): Promise<ContainedInCase>
  endSession(call: DeskCall, input: { userId: string; deviceId: string } & Reason): Promise<void>
  endDevice(call: DeskCall, input: { userId: string; deviceId: string } & Reason): Promise<void>
  listNetworks(): Promise<BlockedNetwork[]>
  blockNetwork(call: DeskCall, input: { network: string } & Reason): Promise<number>
  unblockNetwork(call: DeskCall, input: { networkId: number } & Reason): Promise<void>
  /** The last one first, each with what it is called. */
  listFrozenRooms(): Promise<(FrozenRoom & { name: string | null })[]>
  freezeRoom(call: DeskCall, input: { roomId: string } & Reason): Promise<void>
  thawRoom(call: DeskCall, input: { roomId: string } & Reason): Promise<void>
}

/** Ties the operations. */
export function createDeskContainment(context: DeskContext): DeskContainment {
  const { ports } = context
  return {
    contain: (call, input) => actOn(context, call, input, (account, recorded) => containInCase(context, { ...input, userId: account.userId }, recorded)),
    async breakGlassFromMachine(input) {
      const deed = { operation: 'containAccount', target: input.userId, reason: input.reason, caseId: input.case_id, isBreakGlass: true }
      const done = await context.audit.act('machine', deed, async (recorded) => {
        await context.cases.assertThere(input.case_id)
        return containInCase(context, input, recorded)
      })
      await tellAuditors(ports, {
        fr: `Bris de glace : ${input.userId} a été arrêté par la prise locale de la machine, sans que personne soit connecté. À examiner sous 24 heures par un auditeur. Motif donné : ${input.reason}`,
        en: `Break-glass: ${input.userId} was contained through the socket of the machine, by nobody who is signed in. An auditor is to look at it within 24 hours. Reason given: ${input.reason}`,
      })
      return done
    },
    endSession: (call, { deviceId, ...input }) =>
      actOn(context, call, input, (account, { done }) => ports.accounts.endSession(account.userId, deviceId, (tx) => done(tx))),
    endDevice: (call, { deviceId, ...input }) => actOn(context, call, input, (account) => ports.accounts.endDevice(account.userId, deviceId)),
    listNetworks: () => ports.addresses.list(),
    blockNetwork: (call, { network, ...reason }) =>
      actWith(context, call, { target: network, ...reason }, ({ done }) => ports.addresses.block(network, call.ip, (tx) => done(tx))),
    unblockNetwork: (call, { networkId, ...reason }) =>
      actWith(context, call, { target: `network ${networkId}`, ...reason }, ({ done }) => ports.addresses.unblock(networkId, (tx) => done(tx))),
    async listFrozenRooms() {
      const rooms = await ports.frozenRooms.list()
      const names = await ports.exposure.roomNames(rooms.map(({ roomId }) => roomId))
      return rooms.map((room) => ({ ...room, name: names.get(room.roomId) ?? null }))
    },
    freezeRoom: (call, { roomId, ...reason }) =>
      actWith(context, call, { target: roomId, ...reason }, ({ done }) => ports.frozenRooms.freeze(roomId, call.session.userNid, (tx) => done(tx))),
    thawRoom: (call, { roomId, ...reason }) =>
      actWith(context, call, { target: roomId, ...reason }, ({ done }) => ports.frozenRooms.thaw(roomId, (tx) => done(tx))),
  }
}

/** Does something that is about no account, on record. */
export async function actWith<T>(
  { audit, cases }: DeskContext,
  { operation, session, ip }: DeskCall,
  input: { target: string } & Reason,
  work: (recorded: Recorded) => Promise<T>,
): Promise<T> {
  const doer: Doer = { session, ip }
  return audit.act(doer, { operation, target: input.target, reason: input.reason, caseId: input.case_id }, async (recorded) => {
    await cases.assertThere(input.case_id)
    return work(recorded)
  })
}

/** Contains an account; the case, the note in it and the outcome commit with it. */
export async function containInCase({ ports, cases }: DeskContext, input: { userId: string } & Reason, recorded: Recorded): Promise<ContainedInCase> {
  const written: { caseNid?: number } = {}
  const isExercise = (await ports.accounts.get(input.userId)).accountType === 'exercise'
  const title = `${isExercise ? 'Exercise: containment' : 'Containment'} of ${input.userId}`
  const also = async (tx: Tx, done: Contained): Promise<void> => {
    const caseNid = await cases.ensure(tx, input.case_id, { title, openedBy: recorded.userNid })
    await cases.keepApart(tx, caseNid, isExercise)
    const note = { caseNid, writtenBy: recorded.userNid, kind: 'containment', body: input.reason, containmentNid: done.containmentNid } as const
    await cases.write(tx, note)
    await recorded.done(tx, { caseNid })
    written.caseNid = caseNid
  }
  const contained = await ports.containment.contain(input.userId, { actors: recorded.actors, also })
  if (written.caseNid === undefined) throw new MatrixError('M_UNKNOWN')
  return { ...contained, caseNid: written.caseNid }
}
