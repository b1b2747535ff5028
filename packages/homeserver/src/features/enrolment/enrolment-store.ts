// SQL of invitations.
import { sql } from 'kysely'
import type { EnrolledType } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'

/** An invitation. */
export interface Invitation {
  invitationId: string
  address: string
  sponsorUserNid: number
  organisationNid: number
  accountType: EnrolledType
  validUntilMs: number | null
  createdAtMs: number
  expiresAtMs: number
  /** Whose account it made. */
  userNid: number | null
  revokedAtMs: number | null
  /** A room to which they are invited as well. */
  roomId: string | null
}

/** Somebody who has an account now and is to be invited to a room. */
export interface WaitingGuest {
  invitationId: string
  roomId: string
  sponsor: string
  guest: string
}

const COLUMNS = sql.raw(`invitation_id AS "invitationId", address, sponsor_user_nid AS "sponsorUserNid", organisation_nid AS "organisationNid",
  account_type AS "accountType", valid_until_ms AS "validUntilMs", created_at_ms AS "createdAtMs", expires_at_ms AS "expiresAtMs",
  user_nid AS "userNid", revoked_at_ms AS "revokedAtMs", room_id AS "roomId"`)

/** Keeps an invitation. */
export async function insertInvitation(tx: Tx, invitation: Omit<Invitation, 'userNid' | 'revokedAtMs'> & { guestNid: number | null }): Promise<void> {
  await tx
    .insertInto('invitation')
    .values({
      invitation_id: invitation.invitationId,
      address: invitation.address,
      sponsor_user_nid: invitation.sponsorUserNid,
      organisation_nid: invitation.organisationNid,
      account_type: invitation.accountType,
      valid_until_ms: invitation.validUntilMs,
      created_at_ms: invitation.createdAtMs,
      expires_at_ms: invitation.expiresAtMs,
      room_id: invitation.roomId,
      room_guest_nid: invitation.guestNid,
    })
    .execute()
}

/** One at a time for each sponsor, so that two at once are counted one after the other. */
export async function lockSponsor(tx: Tx, sponsorUserNid: number): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(264, ${sponsorUserNid}::int4)`.execute(tx)
}

/** How many invitations somebody has made since a time. */
export async function countInvitations(tx: Tx, sponsorUserNid: number, sinceMs: number): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    SELECT count(*)::int AS made FROM invitation WHERE sponsor_user_nid = ${sponsorUserNid} AND created_at_ms > ${sinceMs}
  `.execute(tx)
  return rows[0]?.made ?? 0
}

/** The newest invitation of an address that can be accepted. */
export async function findOpenInvitation(db: Db | Tx, address: string, now: number): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    SELECT ${COLUMNS} FROM invitation WHERE address = ${address} AND expires_at_ms > ${now} AND user_nid IS NULL AND revoked_at_ms IS NULL
      AND (valid_until_ms IS NULL OR valid_until_ms > ${now}) ORDER BY created_at_ms DESC LIMIT 1
  `.execute(db)
  return rows[0]
}

/** The invitations somebody has made, newest first. */
export async function listInvitationsOf(db: Db, sponsorUserNid: number, limit: number): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`
    SELECT ${COLUMNS} FROM invitation WHERE sponsor_user_nid = ${sponsorUserNid} ORDER BY created_at_ms DESC LIMIT ${limit}
  `.execute(db)
  return rows
}

/** One that somebody has made. */
export async function findInvitationOf(db: Db | Tx, invitationId: string, sponsorUserNid: number): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    SELECT ${COLUMNS} FROM invitation WHERE invitation_id = ${invitationId} AND sponsor_user_nid = ${sponsorUserNid}
  `.execute(db)
  return rows[0]
}

/** The invitation is accepted; whoever else has invited the address to a room meant the same person. */
export async function setAccepted(db: Db | Tx, accepted: { invitationId: string; address: string; userNid: number; now: number }): Promise<void> {
  const { invitationId, address, userNid, now } = accepted
  await sql`
    UPDATE invitation SET user_nid = CASE WHEN invitation_id = ${invitationId} THEN ${userNid}::integer ELSE user_nid END,
      room_guest_nid = CASE WHEN room_id IS NULL THEN NULL ELSE ${userNid}::integer END
    WHERE address = ${address} AND (invitation_id = ${invitationId} OR (user_nid IS NULL AND revoked_at_ms IS NULL AND expires_at_ms > ${now}))
  `.execute(db)
}

/** Who is to be invited to a room: of one account or (null) of all. */
export async function listWaitingGuests(db: Db, userNid: number | null, limit: number): Promise<WaitingGuest[]> {
  const { rows } = await sql<WaitingGuest>`
    SELECT i.invitation_id AS "invitationId", i.room_id AS "roomId", s.user_id AS sponsor, g.user_id AS guest
    FROM invitation i JOIN account s ON s.user_nid = i.sponsor_user_nid JOIN account g ON g.user_nid = i.room_guest_nid
    WHERE i.room_guest_nid IS NOT NULL AND i.room_invited_at_ms IS NULL AND i.revoked_at_ms IS NULL AND i.room_id IS NOT NULL
      AND (${userNid}::integer IS NULL OR i.room_guest_nid = ${userNid}::integer) ORDER BY i.created_at_ms LIMIT ${limit}
  `.execute(db)
  return rows
}

/** Somebody was invited to the room, or cannot be. */
export async function setRoomInvited(db: Db, invitationId: string, now: number): Promise<void> {
  await db.updateTable('invitation').set({ room_invited_at_ms: now }).where('invitation_id', '=', invitationId).execute()
}

/** Takes an invitation back that was not accepted; false where there is none. */
export async function revokeInvitation(db: Db, invitationId: string, of: { sponsorUserNid: number; now: number }): Promise<boolean> {
  const query = db.updateTable('invitation').set({ revoked_at_ms: of.now }).where('invitation_id', '=', invitationId)
  const result = await query.where('sponsor_user_nid', '=', of.sponsorUserNid).where('user_nid', 'is', null).where('revoked_at_ms', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Takes back whatever of somebody's invitations was not accepted. */
export async function revokeInvitationsOf(db: Db, sponsorUserNid: number, now: number): Promise<void> {
  const query = db.updateTable('invitation').set({ revoked_at_ms: now }).where('sponsor_user_nid', '=', sponsorUserNid)
  await query.where('user_nid', 'is', null).where('revoked_at_ms', 'is', null).execute()
}

/** Moves the end of what an invitation gives. */
export async function setInvitationEnd(tx: Tx, invitationId: string, validUntilMs: number): Promise<void> {
  await tx.updateTable('invitation').set({ valid_until_ms: validUntilMs }).where('invitation_id', '=', invitationId).execute()
}
