// SQL of directories.
import type { Job } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** Somebody whom an organisation's directory has. */
export interface DirectoryPerson extends Job {
  personId: string
  organisationNid: number
  userName: string
  externalId: string | null
  address: string
  displayName: string
  isActive: boolean
  /** Their account was suspended because the directory said so. */
  isSuspendedHere: boolean
  createdAtMs: number
  changedAtMs: number
}

const COLUMNS = sql.raw(`person_id AS "personId", organisation_nid AS "organisationNid", user_name AS "userName", external_id AS "externalId",
  address, display_name AS "displayName", title, service, phone, place, is_active AS "isActive", is_suspended_here AS "isSuspendedHere",
  created_at_ms AS "createdAtMs", changed_at_ms AS "changedAtMs"`)

/** Keeps a person; false where the organisation has one of that name or address. */
export async function insertPerson(db: Db, person: DirectoryPerson): Promise<boolean> {
  const result = await db
    .insertInto('directory_person')
    .values({
      person_id: person.personId,
      organisation_nid: person.organisationNid,
      user_name: person.userName,
      external_id: person.externalId,
      address: person.address,
      display_name: person.displayName,
      ...jobOf(person),
      is_active: person.isActive,
      is_suspended_here: person.isSuspendedHere,
      created_at_ms: person.createdAtMs,
      changed_at_ms: person.changedAtMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Writes a person anew; false where another of the organisation has that name or address. */
export async function updatePerson(tx: Tx, person: DirectoryPerson): Promise<boolean> {
  const { rows } = await sql<{ clashes: boolean }>`
    SELECT EXISTS (SELECT 1 FROM directory_person WHERE organisation_nid = ${person.organisationNid} AND person_id <> ${person.personId}
      AND (user_name = ${person.userName} OR address = ${person.address})) AS clashes
  `.execute(tx)
  if (rows[0]?.clashes !== false) return false
  await tx
    .updateTable('directory_person')
    .set({
      user_name: person.userName,
      external_id: person.externalId,
      address: person.address,
      display_name: person.displayName,
      ...jobOf(person),
      is_active: person.isActive,
      changed_at_ms: person.changedAtMs,
    })
    .where('person_id', '=', person.personId)
    .execute()
  return true
}

function jobOf({ title, service, phone, place }: Job): Job {
  return { title, service, phone, place }
}

/** Notes whether the account of a person is suspended because the directory said so. */
export async function setSuspendedHere(db: Db, personId: string, isSuspendedHere: boolean): Promise<void> {
  await db.updateTable('directory_person').set({ is_suspended_here: isSuspendedHere }).where('person_id', '=', personId).execute()
}

/** A person of an organisation. */
export async function findPersonById(db: Db | Tx, organisationNid: number, personId: string): Promise<DirectoryPerson | undefined> {
  const { rows } = await sql<DirectoryPerson>`
    SELECT ${COLUMNS} FROM directory_person WHERE person_id = ${personId} AND organisation_nid = ${organisationNid}
  `.execute(db)
  return rows[0]
}

/** The same, locked until the transaction ends. */
export async function lockPerson(tx: Tx, organisationNid: number, personId: string): Promise<DirectoryPerson | undefined> {
  const { rows } = await sql<DirectoryPerson>`
    SELECT ${COLUMNS} FROM directory_person WHERE person_id = ${personId} AND organisation_nid = ${organisationNid} FOR UPDATE
  `.execute(tx)
  return rows[0]
}

/** The person of an address. */
export async function findPersonByAddress(db: Db, organisationNid: number, address: string): Promise<DirectoryPerson | undefined> {
  const { rows } = await sql<DirectoryPerson>`
    SELECT ${COLUMNS} FROM directory_person WHERE organisation_nid = ${organisationNid} AND address = ${address}
  `.execute(db)
  return rows[0]
}

/** Which people are listed; undefined: all. */
export interface PersonFilter {
  by: 'userName' | 'externalId' | 'address'
  value: string
}

const FILTERED = { userName: sql.raw('user_name'), externalId: sql.raw('external_id'), address: sql.raw('address') } as const

/** People of an organisation in the order they came, and how many there are. */
export async function listPersons(
  db: Db,
  organisationNid: number,
  { filter, from, limit }: { filter: PersonFilter | undefined; from: number; limit: number },
): Promise<{ people: DirectoryPerson[]; total: number }> {
  const where = filter === undefined ? sql`true` : sql`${FILTERED[filter.by]} = ${filter.value}`
  const { rows } = await sql<DirectoryPerson & { total: number }>`
    SELECT ${COLUMNS} FROM directory_person WHERE organisation_nid = ${organisationNid} AND ${where}
    ORDER BY created_at_ms, person_id LIMIT ${limit} OFFSET ${from}
  `.execute(db)
  const count = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM directory_person WHERE organisation_nid = ${organisationNid} AND ${where}
  `.execute(db)
  return { people: rows, total: count.rows[0]?.total ?? 0 }
}

/** Everybody whose external id begins so: a whole directory, with what is needed to follow it. */
export async function listFollowed(db: Db, organisationNid: number, prefix: string): Promise<DirectoryPerson[]> {
  const { rows } = await sql<DirectoryPerson>`
    SELECT ${COLUMNS} FROM directory_person WHERE organisation_nid = ${organisationNid} AND starts_with(external_id, ${prefix}) ORDER BY person_id
  `.execute(db)
  return rows
}

/** The directory has somebody no more; false where it had not. */
export async function deletePerson(db: Db, organisationNid: number, personId: string): Promise<boolean> {
  const query = db.deleteFrom('directory_person').where('person_id', '=', personId).where('organisation_nid', '=', organisationNid)
  return (await query.executeTakeFirst()).numDeletedRows === 1n
}

/** Keeps a token's hash. */
export async function insertToken(db: Db, token: { hash: Buffer; organisationNid: number; name: string; createdAtMs: number }): Promise<void> {
  const values = { token_hash: token.hash, organisation_nid: token.organisationNid, name: token.name, created_at_ms: token.createdAtMs }
  await db.insertInto('directory_token').values(values).execute()
}

/** Whose a token is. */
export async function findTokenOrganisation(db: Db, hash: Buffer): Promise<number | undefined> {
  const query = db.selectFrom('directory_token').select('organisation_nid').where('token_hash', '=', hash)
  return (await query.executeTakeFirst())?.organisation_nid
}

/** The tokens of an organisation; what they are nobody can be told any more. */
export async function listTokens(db: Db, organisationNid: number): Promise<{ name: string; createdAtMs: number }[]> {
  const query = db.selectFrom('directory_token').select(['name', 'created_at_ms as createdAtMs']).where('organisation_nid', '=', organisationNid)
  return query.orderBy('created_at_ms').limit(100).execute()
}

/** Takes tokens of a name back; false where there are none. */
export async function deleteTokens(db: Db, organisationNid: number, name: string): Promise<boolean> {
  const query = db.deleteFrom('directory_token').where('organisation_nid', '=', organisationNid).where('name', '=', name)
  return (await query.executeTakeFirst()).numDeletedRows > 0n
}
