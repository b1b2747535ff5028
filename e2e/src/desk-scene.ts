// A security desk that has had a bad week: cases, reports, notices, leaks, drills and announcements, to be looked at.
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import pg from 'pg'
import type { Messenger } from './messenger.ts'

/** What was made, by the numbers of the desk. */
export interface DeskScene {
  /** The account that was taken over, and its case. */
  userId: string
  caseId: number
  reportId: number
  requestOfLeak: number
  requestOfSearch: number
  announcementId: number
  drillId: number
  /** Where the account of the officer who looks is made. */
  enrolmentUrl: string
}

const V1 = '/_chappe/desk/v1'
const C3 = '/_matrix/client/v3'
const REASON = { reason: 'Signalement du centre d’assistance, appel de 02 h 40' }
const WAIT_MS = 60_000

const PEOPLE = [
  ['mallory', 'Mallory Roux (Intérieur)', 'interior'],
  ['alice', 'Alice Martin (Intérieur)', 'interior'],
  ['bob', 'Bob Durand (Intérieur)', 'interior'],
  ['carol', 'Carol Petit-Lefebvre de la Tour (Économie et finances)', 'finance'],
  ['dan', 'Dan Öztürk (Économie et finances)', 'finance'],
  ['eve', 'Eve Moreau (Acme)', 'acme'],
] as const

const OFFICERS = [['samuel', 'Samuel Petit', ['security_officer']], ['suzanne', 'Suzanne Leroy', ['security_officer', 'operator']], ['antoine', 'Antoine Auditeur', ['auditor']]] as const

/** Makes it. */
export async function makeDeskScene(messenger: Messenger): Promise<DeskScene> {
  const database = new pg.Client({ connectionString: messenger.server.databaseUrl() })
  await database.connect()
  try {
    const enrolmentUrl = await makePeople(messenger, database)
    const person = (name: string): Person => messenger.device(name)
    const desk = { samuel: person('samuel'), suzanne: person('suzanne') }
    await setOrganisations(desk.suzanne)
    const leakedId = await talkAndRead(person)
    const drillId = await playDrill(desk.samuel, database)
    const mallory = `@mallory:localhost`
    const { case_id: caseId } = must(await desk.samuel.post(`${V1}/accounts/${encodeURIComponent(mallory)}/contain`, REASON))
    await writeCase(desk.samuel, caseId)
    const reportId = await makeReport(desk.samuel, { userId: mallory, caseId })
    await tell(desk, reportId)
    const requests = await askTwo(desk, { userId: mallory, caseId, leakedId })
    const announcementId = await announce(desk, person('alice'))
    await otherActs(desk, { mallory, person })
    return { userId: mallory, caseId, reportId, ...requests, announcementId, drillId, enrolmentUrl }
  } finally {
    await database.end()
  }
}

function must({ status, body }: HttpAnswer): Json {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

async function makePeople(messenger: Messenger, database: pg.Client): Promise<string> {
  await database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ('interior', 'Ministère de l’Intérieur', 0),
    ('finance', 'Ministère de l’Économie, des Finances et de la Souveraineté industrielle et numérique', 0), ('acme', 'Acme', 0)`)
  for (const [username, name, organisation] of PEOPLE) {
    await messenger.makeAccount(username, name)
    await database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $2), account_type = $3 WHERE user_id = $1`, [`@${username}:localhost`, organisation, organisation === 'acme' ? 'external' : 'agent'])
  }
  for (const [username, name, roles] of OFFICERS) {
    await messenger.makeAccount(username, name)
    await giveRoles(database, username, roles)
  }
  for (const [username] of [...OFFICERS, ...PEOPLE]) {
    await database.query(`INSERT INTO step_up (device_nid, touched_at_ms) SELECT device_nid, 9007199254740991 FROM device JOIN account USING (user_nid) WHERE user_id = $1 ON CONFLICT (device_nid) DO UPDATE SET touched_at_ms = excluded.touched_at_ms`, [`@${username}:localhost`])
  }
  await database.query(`INSERT INTO account_job (user_nid, title, service, phone, place, changed_at_ms) SELECT user_nid, 'Adjointe à la cheffe du bureau', 'Bureau des achats', '+33 1 40 07 60 60', 'Beauvau, B 212', 0 FROM account WHERE user_id = '@alice:localhost'`)
  await database.query(`INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT 'bob.durand@interieur.example', user_nid, 0 FROM account WHERE user_id = '@bob:localhost'`)
  const { 'org.chappe.enrolment_url': enrolmentUrl } = await messenger.makeAccount('sophie', 'Sophie Bernard', { inhibit_login: true })
  await giveRoles(database, 'sophie', ['security_officer', 'operator'])
  return enrolmentUrl
}

async function giveRoles(database: pg.Client, username: string, roles: readonly string[]): Promise<void> {
  await database.query(`INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, unnest($2::text[]), 0 FROM account WHERE user_id = $1`, [`@${username}:localhost`, roles])
}

async function setOrganisations(suzanne: Person): Promise<void> {
  for (const domain of ['interieur.example', 'prefectures.interieur.example']) must(await suzanne.put(`${V1}/organisations/interior/domains/${domain}`, { ...REASON, account_type: 'agent', enrolment: 'open' }))
  await suzanne.post(`${V1}/organisations/interior/directory_tokens`, { ...REASON, name: 'annuaire' })
}

/** People talk in rooms, and whoever has Mallory's account reads; gives back a message that leaks. */
async function talkAndRead(person: (name: string) => Person): Promise<string> {
  const [alice, bob, carol, mallory] = [person('alice'), person('bob'), person('carol'), person('mallory')]
  let leakedId = ''
  for (const [name, said] of [['Budget 2027', 12], ['Marchés publics : passerelles et ouvrages d’art', 40], ['Cellule de crise', 5], ['', 3]] as const) {
    const roomId = await alice.createRoom({ preset: 'private_chat', ...(name === '' ? {} : { name }), invite: [bob.userId, carol.userId, mallory.userId] })
    for (const each of [bob, carol, mallory]) await each.join(roomId)
    for (let n = 0; n < said; n += 1) {
      const eventId = await (n % 2 === 0 ? alice : bob).send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'c'.repeat(300), session_id: 's' })
      if (name === 'Cellule de crise') leakedId = eventId
    }
    if (name === '') continue
    await mallory.get(`${C3}/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=50`)
    await mallory.get(`${C3}/rooms/${encodeURIComponent(roomId)}/members`)
  }
  await mallory.sync()
  await mallory.get(`${C3}/profile/${encodeURIComponent(bob.userId)}`)
  await mallory.post(`${C3}/user_directory/search`, { search_term: 'petit', limit: 20 })
  await alice.createRoom({ preset: 'private_chat', name: 'Sans Mallory', initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }] })
  await person('dan').createRoom({ preset: 'private_chat', name: 'Sous-direction du numérique' })
  must(await mallory.post('/_chappe/client/v1/reports', { kind: 'tricked', choice: 'gave_code', reason: 'Quelqu’un se disant du support m’a demandé le code' }))
  await alice.post(`${C3}/users/${encodeURIComponent(mallory.userId)}/report`, { reason: 'Elle me demande mon code' })
  return leakedId
}

async function playDrill(samuel: Person, database: pg.Client): Promise<number> {
  const { drill_id: drillId } = must(await samuel.post(`${V1}/drills`, { label: 'Exercice d’automne', note: 'Astreinte de nuit' }))
  await until(async () => (await samuel.get(`${V1}/drills/${drillId}`)).body.state.startsWith('play'))
  await new Promise((resolve) => setTimeout(resolve, 3000))
  await samuel.post(`${V1}/drills/${drillId}/end`, REASON)
  await until(async () => (await database.query(`SELECT 1 FROM drill WHERE ended_at_ms IS NOT NULL`)).rowCount === 1)
  return drillId
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const last = Date.now() + WAIT_MS; Date.now() < last; await new Promise((resolve) => setTimeout(resolve, 200))) if (await isSo()) return
  throw new Error('it does not come about')
}

async function writeCase(samuel: Person, caseId: number): Promise<void> {
  must(await samuel.put(`${V1}/cases/${caseId}/aware`, { ...REASON, aware_at_ms: Date.now() - 20 * 3_600_000 }))
  for (const text of ['Mme Roux jointe au téléphone à 02 h 55 : elle a donné un code à 01 h 30.', 'Le cabinet est prévenu. Point à 08 h 00 avec la DPD.\nÀ préparer : chiffres par direction, liste des salons.']) must(await samuel.post(`${V1}/cases/${caseId}/notes`, { body: text }))
  must(await samuel.post(`${V1}/cases`, { title: 'Téléphone perdu, préfecture du Rhône' }))
}

async function makeReport(samuel: Person, { userId, caseId }: { userId: string; caseId: number }): Promise<number> {
  const { report_id: reportId } = must(await samuel.post(`${V1}/exposure_reports`, { ...REASON, subject: { kind: 'account', user_id: userId }, case_id: caseId }))
  await until(async () => (await samuel.get(`${V1}/exposure_reports/${reportId}`)).body.state === 'done')
  return reportId
}

type Desk = Readonly<Record<'samuel' | 'suzanne', Person>>

async function agree({ suzanne }: Desk, requestId: number): Promise<void> {
  must(await suzanne.post(`${V1}/requests/${requestId}/approve`, REASON))
}

async function tell(desk: Desk, reportId: number): Promise<void> {
  const words = { consequences: { fr: 'Quelqu’un peut connaître vos échanges et se faire passer pour vous.', en: 'Somebody may know what you wrote and pretend to be you.' }, measures: { fr: 'Le compte est arrêté.', en: 'The account is stopped.' }, contact: 'Delphine Roche, dpd@interieur.example' }
  const { request_id: requestId } = must(await desk.samuel.post(`${V1}/exposure_reports/${reportId}/notices`, { ...REASON, ...words }))
  await agree(desk, requestId)
  must(await desk.samuel.post(`${V1}/exposure_reports/${reportId}/claims`, { text: '876 salons, 643 459 messages, 3 rooms, @bob:localhost, 13,5 Go' }))
}

async function askTwo(desk: Desk, { userId, caseId, leakedId }: { userId: string; caseId: number; leakedId: string }): Promise<{ requestOfLeak: number; requestOfSearch: number }> {
  const leak = must(await desk.samuel.post(`${V1}/attributions`, { ...REASON, case_id: caseId, events: [leakedId] }))
  await agree(desk, leak.request_id)
  const search = must(await desk.samuel.post(`${V1}/ledger_searches`, { ...REASON, case_id: caseId, kind: 'account', value: userId, from_ms: Date.now() - 86_400_000 }))
  await agree(desk, search.request_id)
  return { requestOfLeak: leak.request_id, requestOfSearch: search.request_id }
}

async function announce(desk: Desk, alice: Person): Promise<number> {
  const { request_id: requestId, announcement_id: announcementId } = must(await desk.samuel.post(`${V1}/announcements`, { ...REASON, audience: { kind: 'everybody', names: [] }, severity: 'warning', must_acknowledge: true, title_fr: 'Faux appels du support', title_en: 'False calls from support', body_fr: 'Personne ne vous demande un code.', body_en: 'Nobody asks you for a code.' }))
  if (typeof requestId === 'number') await agree(desk, requestId)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await alice.post(`/_chappe/client/v1/announcements/${announcementId ?? 1}/acknowledge`, {})
  return announcementId ?? 1
}

async function otherActs({ samuel }: Desk, { mallory, person }: { mallory: string; person: (name: string) => Person }): Promise<void> {
  must(await samuel.post(`${V1}/networks`, { ...REASON, network: '203.0.113.0/24' }))
  await samuel.post(`${V1}/accounts/${encodeURIComponent(mallory)}/release`, REASON)
  await samuel.post(`${V1}/accounts/${encodeURIComponent('@bob:localhost')}/watch`, REASON)
  await samuel.post(`${V1}/organisations/acme/contain`, REASON)
  await samuel.post(`${V1}/accounts/${encodeURIComponent('@carol:localhost')}/recover`, REASON)
  const carol = person('carol')
  const roomId = await carol.createRoom({ preset: 'private_chat', name: 'À geler' })
  await samuel.post(`${V1}/rooms/${encodeURIComponent(roomId)}/freeze`, REASON)
  must(await carol.post(`/_chappe/client/v1/rooms/${encodeURIComponent(roomId)}/exports`, { format: 'html', with_files: true }))
}
