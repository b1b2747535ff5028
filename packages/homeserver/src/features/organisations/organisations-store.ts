// SQL of organisations and their domains.
import { sql } from 'kysely'
import type { EnrolledType, Enrolment } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'

/** An organisation. */
export interface Organisation {
  organisationNid: number
  organisationId: string
  name: string
  createdAtMs: number
}

/** A domain, whose it is, and how its people come in. */
export interface Domain {
  domain: string
  organisationNid: number
  accountType: EnrolledType
  enrolment: Enrolment
}

const COLUMNS = sql.raw('organisation_nid AS "organisationNid", organisation_id AS "organisationId", name, created_at_ms AS "createdAtMs"')
const DOMAIN_COLUMNS = sql.raw('domain, organisation_nid AS "organisationNid", account_type AS "accountType", enrolment')

/** Makes one; nothing where the id is taken. */
export async function insertOrganisation(db: Db, of: { organisationId: string; name: string; createdAtMs: number }): Promise<Organisation | undefined> {
  const { rows } = await sql<Organisation>`
    INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES (${of.organisationId}, ${of.name}, ${of.createdAtMs})
    ON CONFLICT (organisation_id) DO NOTHING RETURNING ${COLUMNS}
  `.execute(db)
  return rows[0]
}

/** Gives one another name; nothing where there is none of that id. */
export async function renameOrganisation(db: Db, organisationId: string, name: string): Promise<Organisation | undefined> {
  const { rows } = await sql<Organisation>`UPDATE organisation SET name = ${name} WHERE organisation_id = ${organisationId} RETURNING ${COLUMNS}`.execute(db)
  return rows[0]
}

/** One by the id under which it is typed. */
export async function findOrganisation(db: Db, organisationId: string): Promise<Organisation | undefined> {
  const { rows } = await sql<Organisation>`SELECT ${COLUMNS} FROM organisation WHERE organisation_id = ${organisationId}`.execute(db)
  return rows[0]
}

/** One by its number. */
export async function findOrganisationByNid(db: Db, organisationNid: number): Promise<Organisation | undefined> {
  const { rows } = await sql<Organisation>`SELECT ${COLUMNS} FROM organisation WHERE organisation_nid = ${organisationNid}`.execute(db)
  return rows[0]
}

/** In the order of their ids, after one of them. */
export async function listOrganisations(db: Db, page: { after: string; limit: number }): Promise<Organisation[]> {
  const { rows } = await sql<Organisation>`
    SELECT ${COLUMNS} FROM organisation WHERE organisation_id > ${page.after} ORDER BY organisation_id LIMIT ${page.limit}
  `.execute(db)
  return rows
}

/** Gives a domain to an organisation, or changes its rule; false where it is another's. */
export async function putDomain(db: Db, domain: Domain): Promise<boolean> {
  const result = await sql`
    INSERT INTO organisation_domain (domain, organisation_nid, account_type, enrolment)
    VALUES (${domain.domain}, ${domain.organisationNid}, ${domain.accountType}, ${domain.enrolment})
    ON CONFLICT (domain) DO UPDATE SET account_type = excluded.account_type, enrolment = excluded.enrolment
      WHERE organisation_domain.organisation_nid = excluded.organisation_nid
  `.execute(db)
  return result.numAffectedRows === 1n
}

/** Takes a domain from an organisation; false where it has none of that name. */
export async function deleteDomain(db: Db, organisationNid: number, domain: string): Promise<boolean> {
  const query = db.deleteFrom('organisation_domain').where('domain', '=', domain).where('organisation_nid', '=', organisationNid)
  return (await query.executeTakeFirst()).numDeletedRows === 1n
}

/** Whose a domain is. */
export async function findDomain(db: Db, domain: string): Promise<Domain | undefined> {
  const { rows } = await sql<Domain>`SELECT ${DOMAIN_COLUMNS} FROM organisation_domain WHERE domain = ${domain}`.execute(db)
  return rows[0]
}

/** The domains of an organisation. */
export async function listDomains(db: Db, organisationNid: number, limit: number): Promise<Domain[]> {
  const { rows } = await sql<Domain>`
    SELECT ${DOMAIN_COLUMNS} FROM organisation_domain WHERE organisation_nid = ${organisationNid} ORDER BY domain LIMIT ${limit}
  `.execute(db)
  return rows
}
