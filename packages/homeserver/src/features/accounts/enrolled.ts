// Accounts as organisations have them: made for an address that was shown, good until a day, found by their address.
import { MatrixError } from '@chappe/contract'
import { userIdOf } from '@chappe/core'
import type { AccountState, EnrolledType } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import { insertAccount } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import type { AccountAddress, EndingAccount, EnrolledAccount, ListedAccount } from './enrolled-store.ts'
import {
  deleteAddresses,
  expireDue,
  findByAddress,
  findEnrolled,
  insertAddress,
  insertReminder,
  listAddresses,
  listEnding,
  listOfOrganisation,
  moveState,
  setEnrolment,
  setValidity,
} from './enrolled-store.ts'
import { tellAll } from './listeners.ts'

/** An account to make for somebody who showed an address, or whom a directory has. */
export interface EnrolmentWish {
  address: string
  organisationNid: number
  accountType: EnrolledType
  /** Undefined: has no end. */
  validUntilMs: number | undefined
  /** The name that others see, with the organisation. */
  displayName: string
}

/** The operations, for the features that decide who comes in and who goes. */
export interface EnrolledAccounts {
  /**
   * Makes an account with an opaque user id and no way in yet. `first` runs in the same transaction, before: what it
   * throws, or uses up, stands and falls with the account. Throws `M_THREEPID_IN_USE` where the address has one, whatever
   * its state: nothing is ever revived by this.
   */
  create(wish: EnrolmentWish, first: (tx: Tx) => Promise<void>): Promise<{ userId: string; userNid: number }>
  find(userId: string): Promise<EnrolledAccount | undefined>
  findByAddress(address: string): Promise<EnrolledAccount | undefined>
  listAddresses(userNid: number): Promise<AccountAddress[]>
  /** Throws `M_THREEPID_IN_USE` where it is another's. */
  addAddress(tx: Tx, userNid: number, address: string): Promise<void>
  deleteAddresses(userNid: number, address?: string): Promise<void>
  /** At most `limit` accounts in the order of their user ids, after `after`. */
  listOfOrganisation(organisationNid: number, page: { after: string; limit: number; text: string | undefined }): Promise<ListedAccount[]>
  /** Moves the end of an account; one that had expired is active again. `first` as with `create`. */
  renew(userNid: number, validUntilMs: number | undefined, first: (tx: Tx) => Promise<void>): Promise<void>
  /** Ends the sessions of those whose time is over; gives back who they are. */
  expireDue(limit: number): Promise<string[]>
  listEnding(due: { days: number; withinMs: number; limit: number }): Promise<EndingAccount[]>
  /** True: this process is the one to remind them; `along` runs in the same transaction. */
  noteReminder(reminder: { userNid: number; validUntilMs: number; days: number }, along: (tx: Tx) => Promise<void>): Promise<boolean>
  /** From one of some states to another, at once for all sessions; false where the account stands elsewhere. */
  moveState(account: { userId: string; userNid: number }, move: { from: readonly AccountState[]; to: AccountState }): Promise<boolean>
}

/** Easily read and typed: neither l nor 1, neither o nor 0. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
const LOCALPART_CHARS = 14

/** Ties the operations to what they need. */
export function openEnrolled(ctx: AccountsContext): EnrolledAccounts {
  const { db, clock } = ctx
  return {
    create: (wish, first) => createEnrolled(ctx, wish, first),
    find: (userId) => findEnrolled(db, userId),
    findByAddress: (address) => findByAddress(db, address),
    listAddresses: (userNid) => listAddresses(db, userNid),
    addAddress: (tx, userNid, address) => addAddress(ctx, tx, { userNid, address }),
    deleteAddresses: (userNid, address) => deleteAddresses(db, userNid, address),
    listOfOrganisation: (organisationNid, page) => listOfOrganisation(db, organisationNid, page),
    async renew(userNid, validUntilMs, first) {
      const userId = await db.transaction().execute(async (tx) => {
        await first(tx)
        return setValidity(tx, userNid, validUntilMs ?? null)
      })
      // What is remembered of its sessions says that they are over.
      if (userId !== undefined) await ctx.sessions.forgetAccount(userId, 'changed')
    },
    async expireDue(limit) {
      const userIds = await expireDue(db, clock.now(), limit)
      await Promise.all(userIds.map((userId) => ctx.sessions.forgetAccount(userId, 'stopped')))
      return userIds
    },
    listEnding: (due) => listEnding(db, { ...due, now: clock.now() }),
    noteReminder: (reminder, along) =>
      db.transaction().execute(async (tx) => {
        if (!(await insertReminder(tx, reminder))) return false
        await along(tx)
        return true
      }),
    async moveState({ userId, userNid }, move) {
      const moved = await moveState(db, userNid, move)
      if (moved) await ctx.sessions.forgetAccount(userId, move.to === 'active' || move.to === 'watched' ? 'changed' : 'stopped')
      return moved
    },
  }
}

async function createEnrolled(ctx: AccountsContext, wish: EnrolmentWish, first: (tx: Tx) => Promise<void>): Promise<{ userId: string; userNid: number }> {
  const userId = userIdOf(opaqueLocalpart(ctx), ctx.settings.serverName)
  if (userId === undefined) throw new Error('the server name makes no user ids')
  const userNid = await ctx.db.transaction().execute(async (tx) => {
    await first(tx)
    const account = { userId, passwordHash: null, isGuest: false, isAdmin: false, createdAtMs: ctx.clock.now() }
    const made = await insertAccount(tx, account)
    if (made === undefined) throw new MatrixError('M_USER_IN_USE')
    await setEnrolment(tx, made, { ...wish, validUntilMs: wish.validUntilMs ?? null })
    await addAddress(ctx, tx, { userNid: made, address: wish.address })
    return made
  })
  await tellAll(ctx.listeners.accountCreated, userId, { displayName: wish.displayName })
  return { userId, userNid }
}

/** Gives an account an address. */
export async function addAddress(ctx: AccountsContext, tx: Tx, { userNid, address }: { userNid: number; address: string }): Promise<void> {
  if (!(await insertAddress(tx, address, { userNid, now: ctx.clock.now() }))) throw new MatrixError('M_THREEPID_IN_USE')
}

/** Says nothing of whose it is: 70 bits of chance behind a letter. */
function opaqueLocalpart({ random }: AccountsContext): string {
  return `u${Array.from(random.bytes(LOCALPART_CHARS), (byte) => LETTERS[byte % LETTERS.length] ?? '').join('')}`
}
