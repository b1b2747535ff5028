// The record of the desk is in the tree of the ledger: whoever owns the database and changes an act, takes one out, or
// makes one up, is found; and an auditor takes the proof home.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile } from '@chappe/testkit'
import { beforeAll, expect, test, vi } from 'vitest'
import { of, personWith, REASON, refusal, V1 } from './_desk.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const chappe = await serverOfThisFile(buildServer)
let sam: Person
let anna: Person
let mallory: Person
beforeAll(async () => {
  sam = await personWith(chappe, 'sam', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  mallory = await chappe.person('mallory')
})

const proven = () => chappe.server.homeserver.ports.provenLedger
const audit = async (query = ''): Promise<Json> => (await anna.get(`${V1}/audit${query}`)).body
const standings = (page: Json): [string, string][] => page.actions.map((each: Json) => [each.operation, each.standing])

/** Changes the record as whoever owns the database can: without the trigger that puts it into the ledger. */
async function behindTheBack(statement: string): Promise<void> {
  await chappe.database.query('ALTER TABLE desk_action DISABLE TRIGGER USER')
  await chappe.database.query(statement)
  await chappe.database.query('ALTER TABLE desk_action ENABLE TRIGGER USER')
}

test('an act is in the tree: a moment after it was done it waits, then it stands there as it does here', async () => {
  expect((await sam.post(of(mallory, 'watch'), REASON)).status).toBe(200)
  expect(standings(await audit())[0]).toEqual(['watchAccount', 'waiting'])
  await proven().sign()
  const page = await audit()
  expect(standings(page)[0]).toEqual(['watchAccount', 'unwitnessed'])
  // Without a witness nothing is green.
  expect(page.verification).toEqual({ state: 'amber', removed: [], broken: null })
  const acts = await proven().checkActs('desk', [page.actions[0].action_id])
  expect(acts.map(({ phase }) => phase)).toEqual(['attempt', 'end'])
  expect(JSON.parse(acts[0]?.body ?? '')).toMatchObject({ operation: 'watchAccount', target: mallory.userId, reason: REASON.reason, outcome: null })
})

test('where nothing was done there is nothing that is proven: no page of nothing is green', async () => {
  expect(await audit('?target=nobody')).toMatchObject({ actions: [], verification: { state: 'amber', removed: [], broken: null } })
})

test('who is refused is in the tree as well, and so is what an administrator did, and by which configuration the server runs', async () => {
  expect(refusal(await anna.post(of(mallory, 'contain'), REASON))).toEqual([403, 'M_FORBIDDEN'])
  await proven().sign()
  const page = await audit(`?target=${encodeURIComponent(mallory.userId)}`)
  expect([page.actions[0].outcome, page.actions[0].standing]).toEqual(['M_FORBIDDEN', 'unwitnessed'])
  const [start] = await proven().checkActs('start', [1])
  expect(start?.standing).toBe('unwitnessed')
  const first = JSON.parse(start?.body ?? '').configuration
  expect(Object.keys(first)).toContain('profile')
  expect(JSON.stringify(first)).not.toContain('a secret for tests')
  await chappe.database.query("INSERT INTO admin_action (at_ms, operation, user_nid, device_nid, target) VALUES (1, 'adminDeactivate', 1, 1, '@x:chappe.test')")
  await proven().sign()
  const [act] = await chappe.database.query("SELECT number::int FROM ledger_act WHERE source = 'admin'")
  expect(await proven().checkActs('admin', [Number(act?.['number'])])).toMatchObject([{ phase: 'attempt', standing: 'unwitnessed' }])
})

test('an auditor takes the proof home: rows, what is on record of each, and the head', async () => {
  const answer = await anna.get(`${V1}/audit/evidence?limit=2`)
  expect([answer.status, answer.body.format]).toEqual([200, 'chappe-ledger-evidence/1'])
  expect(answer.body.acts).toHaveLength(4)
  expect(answer.body.rows.every((row: Json) => row.kind === 'acts')).toBe(true)
  expect(refusal(await mallory.get(`${V1}/audit/evidence`))).toEqual([403, 'M_FORBIDDEN'])
  // That she looked is a read like any other.
  const looked = []
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) if (row.operation === 'getAuditEvidence') looked.push(row.count)
  expect(looked).toEqual([4])
  const { next } = await audit('?limit=2')
  expect((await anna.get(`${V1}/audit/evidence?limit=2&from=${next}`)).status).toBe(200)
})

test.each([
  ['another reason', "reason = 'a routine look'", 'altered'],
  ['another target', "target = '@nobody:chappe.test'", 'altered'],
  ['somebody else', 'user_nid = user_nid + 1', 'altered'],
  ['another outcome', "outcome = 'M_FORBIDDEN'", 'altered'],
  ['no outcome', 'outcome = NULL', 'altered'],
  ['another time', 'at_ms = at_ms - 3600000', 'altered'],
])('%s on record than in the tree: red', async (_, change, standing) => {
  expect((await sam.post(`${V1}/cases`, { title: 'a lure was reported', ...REASON })).status).toBe(200)
  await proven().sign()
  const [{ action_id: id, ...before }] = (await audit('?limit=1')).actions
  await chappe.database.query('CREATE TABLE kept AS SELECT * FROM desk_action')
  await behindTheBack(`UPDATE desk_action SET ${change} WHERE action_nid = ${id}`)
  const page = await audit('?limit=1')
  expect([page.actions[0].standing, page.verification.state]).toEqual([standing, 'red'])
  await behindTheBack(`UPDATE desk_action d SET reason = k.reason, target = k.target, user_nid = k.user_nid, outcome = k.outcome, at_ms = k.at_ms FROM kept k WHERE k.action_nid = d.action_nid`)
  await chappe.database.query('DROP TABLE kept')
  expect((await audit('?limit=1')).actions).toEqual([{ action_id: id, ...before }])
})

test('an act that was taken out is named, wherever it was; one that was made up is not in the tree', async () => {
  for (let round = 0; round < 3; round += 1) await sam.post(of(mallory, 'watch'), REASON)
  await proven().sign()
  const ids = (await audit('?limit=3')).actions.map((each: Json) => each.action_id)
  for (const id of ids) {
    await chappe.database.query('CREATE TABLE kept AS SELECT * FROM desk_action')
    await behindTheBack(`DELETE FROM desk_action WHERE action_nid = ${id}`)
    expect((await audit('?limit=2')).verification).toEqual(id === ids[2] ? { state: 'amber', removed: [], broken: null } : { state: 'red', removed: [id], broken: null })
    expect((await audit()).verification).toEqual({ state: 'red', removed: [id], broken: null })
    await behindTheBack(`INSERT INTO desk_action OVERRIDING SYSTEM VALUE SELECT * FROM kept WHERE action_nid = ${id}`)
    await chappe.database.query('DROP TABLE kept')
  }
  await behindTheBack(`INSERT INTO desk_action (at_ms, operation, way, ip, target, reason, outcome) VALUES (1, 'releaseAccount', 'desk', '', '${mallory.userId}', 'as agreed', 'done')`)
  const page = await audit('?limit=1')
  expect([page.actions[0].standing, page.verification.state]).toEqual(['missing', 'red'])
  await behindTheBack("DELETE FROM desk_action WHERE reason = 'as agreed'")
})

test('whoever changes the copy that the tree was made from, or the block, is found too', async () => {
  await sam.post(of(mallory, 'watch'), REASON)
  await proven().sign()
  const [{ action_id: id }] = (await audit('?limit=1')).actions
  const kept = await chappe.database.query('SELECT act, body FROM ledger_act WHERE source = $1 AND number = $2', ['desk', id])
  await chappe.database.query("UPDATE ledger_act SET body = replace(body, 'lure', 'joke') WHERE source = 'desk' AND number = $1", [id])
  await behindTheBack(`UPDATE desk_action SET reason = replace(reason, 'lure', 'joke') WHERE action_nid = ${id}`)
  expect((await audit('?limit=1')).actions[0].standing).toBe('altered')
  for (const { act, body } of kept) await chappe.database.query('UPDATE ledger_act SET body = $2 WHERE act = $1', [act, body])
  await behindTheBack(`UPDATE desk_action SET reason = replace(reason, 'joke', 'lure') WHERE action_nid = ${id}`)
  expect((await audit('?limit=1')).actions[0].standing).toBe('unwitnessed')

  const [{ block }] = await chappe.database.query('SELECT block::int FROM ledger_act WHERE source = $1 AND number = $2', ['desk', id]) as [{ block: number }]
  await chappe.database.query('ALTER TABLE ledger_block DISABLE TRIGGER USER')
  await chappe.database.query('CREATE TABLE kept_block AS SELECT * FROM ledger_block WHERE block = $1', [block])
  await chappe.database.query("UPDATE ledger_block SET salt = decode(repeat('00', 16), 'hex') WHERE block = $1", [block])
  expect((await audit('?limit=1')).actions[0].standing).toBe('altered')
  await chappe.database.query('UPDATE ledger_block b SET salt = k.salt FROM kept_block k WHERE k.block = b.block')
  expect((await audit('?limit=1')).actions[0].standing).toBe('unwitnessed')
})

test('the ledger cannot be written: who is to be stopped is stopped all the same, and the act is in the tree afterwards', async () => {
  const jane = await chappe.person('jane')
  await chappe.database.query("CREATE FUNCTION refuse_blocks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$")
  await chappe.database.query('CREATE TRIGGER refuse BEFORE INSERT ON ledger_block FOR EACH ROW EXECUTE FUNCTION refuse_blocks()')
  expect((await sam.post(of(jane, 'quarantine'), REASON)).status).toBe(200)
  await chappe.database.query('DROP FUNCTION refuse_blocks CASCADE')
  await vi.waitFor(async () => expect((await anna.get(`${V1}/audit?limit=1`)).status).toBe(200), { timeout: 10_000 })
  await proven().sign()
  expect(standings(await audit('?limit=1'))).toEqual([['quarantineAccount', 'unwitnessed']])
})

test('after twelve months rows are gone and nothing is proven any more; nor is anything called wrong', async () => {
  chappe.clock.advance(13 * 31 * 24 * 3_600_000)
  expect(await proven().forget()).toBeGreaterThan(0)
  const acts = await proven().checkActs('desk', [1])
  expect(acts.map(({ standing }) => standing)).toEqual(['forgotten', 'forgotten'])
  const evidence = await proven().proveActs('desk', [1])
  expect([evidence.rows, evidence.acts]).toEqual([[], []])
  expect(await proven().sign()).toMatchObject({ size: expect.any(Number) })
})
