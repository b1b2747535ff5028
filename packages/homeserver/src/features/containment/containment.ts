// Containment: the one action that stops an account everywhere. What there is to end is named by the features that own
// it; everything is ended in one transaction, and whoever is answered "contained" knows that nothing more is served.
import { MatrixError } from '@chappe/contract'
import type { AccountState, Actor } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import { urgently } from '../../db/urgent.ts'
import type { Clock } from '../../deps.ts'
import type { Outcome } from '../../processes/fence.ts'
import type { SessionLife } from '../../session.ts'
import { noteStage } from '../../stop-stages.ts'
import type { Changes } from '../../streams/changes.ts'
import type { StateChange, Stopping } from '../accounts/accounts.ts'
import { findOpenContainment, insertContainment, setReleased, takeSnapshot } from './containment-store.ts'

export { createAddressBlocks } from './address-blocks.ts'
export type { AddressBlocks } from './address-blocks.ts'
export type { BlockedNetwork } from './containment-store.ts'
export { createRoomFreezes } from './room-freezes.ts'
export type { FrozenRoom, RoomFreezes } from './room-freezes.ts'

/** Whom an effect is about, and the change position at which others hear of it. */
export interface EffectAccount {
  userId: string
  userNid: number
  position: number
}

/** Ends what one feature has of an account, in the transaction of the containment; gives back how many things it ended. */
export type Effect = (account: EffectAccount, tx: Tx) => Promise<number>

/** On whose word. `also` is written in the same transaction. */
export interface ContainOrder {
  actors: readonly Actor[]
  also?: (tx: Tx, done: Contained) => Promise<void>
  /** Of the session in which the owner asks for it: whoever asks is told that it is done. */
  asking?: SessionLife | undefined
}

/** A containment that is done. */
export interface Contained {
  containmentNid: number
  containedAtMs: number
  stateBefore: AccountState
  /** What was ended, by the name of the effect. */
  effects: Readonly<Record<string, number>>
  /** The account was contained before, and this changed nothing. */
  isRepeated: boolean
}

/** The same in every process. */
export interface ContainedEverywhere extends Contained {
  /** What became of it in each of the other processes. */
  processes: readonly Outcome[]
}

/** A release. `agreed`: two people have agreed to it, or one has broken the glass. */
export interface ReleaseOrder {
  actors: readonly Actor[]
  isAgreed: boolean
  also?: (tx: Tx) => Promise<void>
}

/** The operations of this feature. */
export interface Containment {
  /** Has what it needs at once be there before somebody asks for it. */
  getReady(): Promise<void>
  /** Names what containing ends. */
  onContain(name: string, effect: Effect): void
  /** Names what is taken away at a release, so that nothing of before is good again. */
  onRelease(name: string, effect: Effect): void
  /** Stops an account: resolves when no process serves it any more. Throws `M_NOT_FOUND`, or as the table of states has it. */
  contain(userId: string, order: ContainOrder): Promise<ContainedEverywhere>
  /** Lets an account be enrolled anew; gives back the secret of the link for it. */
  release(userId: string, order: ReleaseOrder): Promise<{ secret: string }>
}

/** What the operations need. */
export interface ContainmentDeps {
  db: Db
  clock: Clock
  changes: Changes
  accounts: Pick<Stopping, 'get' | 'apply' | 'reset' | 'tellReset' | 'links'>
  /** Who listens and shares a room: they are told that devices are gone. */
  listenersOf(userId: string): Promise<readonly string[]>
  serving: {
    /** Serves the account nothing more from now on, until it is stopped or what this gives back is called. */
    hold(userId: string, asking?: SessionLife): () => void
    /** Resolves when no process knows the account's sessions any more, and what was under way for them is cut. */
    end(userId: string, asking?: SessionLife): Promise<readonly Outcome[]>
  }
}

/** Ties the operations to what they need. */
export function createContainment(deps: ContainmentDeps): Containment {
  const containing = new Map<string, Effect>()
  const releasing = new Map<string, Effect>()
  return {
    // The attempt is written down while the account is looked up: two connections.
    getReady: () => urgently(async () => void (await Promise.all([findOpenContainment(deps.db, 0), findOpenContainment(deps.db, 0)]))),
    onContain: (name, effect) => void containing.set(name, effect),
    onRelease: (name, effect) => void releasing.set(name, effect),
    contain: (userId, order) => urgently(() => contain(deps, containing, userId, order)),
    release: (userId, order) => release(deps, releasing, userId, order),
  }
}

/** Whatever the transaction takes, nothing is served meanwhile. Where it fails, the account goes on as it stood. */
async function contain(deps: ContainmentDeps, effects: ReadonlyMap<string, Effect>, userId: string, order: ContainOrder): Promise<ContainedEverywhere> {
  noteStage('begun')
  const letGo = deps.serving.hold(userId, order.asking)
  try {
    const done = await commit(deps, effects, userId, order)
    noteStage('committed')
    const processes = await deps.serving.end(userId, order.asking)
    noteStage('told')
    return { ...done, processes }
  } finally {
    letGo()
  }
}

async function commit(deps: ContainmentDeps, effects: ReadonlyMap<string, Effect>, userId: string, order: ContainOrder): Promise<Contained> {
  const account = await deps.accounts.get(userId)
  const users = await deps.listenersOf(userId)
  return deps.changes.write([{ kind: 'deviceLists', users, about: userId }], (position) =>
    deps.db.transaction().execute(async (tx) => {
      const earlier = account.state === 'contained' ? await repeated(tx, account.userNid) : undefined
      const contained = earlier ?? (await stop(deps, tx, { effects, account: { ...account, position }, order }))
      await order.also?.(tx, contained)
      return contained
    }),
  )
}

/** Who asks a second time has it confirmed: nothing has come back meanwhile. */
async function repeated(tx: Tx, userNid: number): Promise<Contained | undefined> {
  const found = await findOpenContainment(tx, userNid)
  if (found === undefined) return undefined
  const { containmentNid, containedAtMs, stateBefore } = found
  return { containmentNid, containedAtMs, stateBefore, effects: {}, isRepeated: true }
}

async function stop(
  deps: ContainmentDeps,
  tx: Tx,
  { effects, account, order }: { effects: ReadonlyMap<string, Effect>; account: EffectAccount; order: ContainOrder },
): Promise<Contained> {
  const { before }: StateChange = await deps.accounts.apply(tx, account, 'contain', { actors: order.actors })
  const snapshot = await takeSnapshot(tx, account)
  const counts: Record<string, number> = {}
  for (const [name, effect] of effects) counts[name] = await effect(account, tx)
  const containedAtMs = deps.clock.now()
  const containmentNid = await insertContainment(tx, {
    userNid: account.userNid,
    atMs: containedAtMs,
    stateBefore: before,
    effects: JSON.stringify(counts),
    snapshot,
  })
  return { containmentNid, containedAtMs, stateBefore: before, effects: counts, isRepeated: false }
}

async function release(
  deps: ContainmentDeps,
  effects: ReadonlyMap<string, Effect>,
  userId: string,
  { actors, isAgreed, also }: ReleaseOrder,
): Promise<{ secret: string }> {
  const account = await deps.accounts.get(userId)
  if (account.accountType === 'exercise') throw new MatrixError('M_BAD_STATE', { message: 'An account of a drill is not released: it is closed when the drill ends' })
  const users = await deps.listenersOf(userId)
  const { secret, devices } = await deps.changes.write([{ kind: 'deviceLists', users, about: userId }], (position) =>
    deps.db.transaction().execute(async (tx) => {
      await deps.accounts.apply(tx, account, 'release', { actors, isAgreed })
      for (const effect of effects.values()) await effect({ ...account, position }, tx)
      const gone = await deps.accounts.reset(tx, account)
      await setReleased(tx, account.userNid, deps.clock.now())
      const made = await deps.accounts.links.make(tx, account, 'release')
      await also?.(tx)
      return { secret: made, devices: gone }
    }),
  )
  await deps.serving.end(userId)
  await deps.accounts.tellReset(account, devices)
  return { secret }
}
