// A desk after years of work, at the size of a country, and how long each of its questions takes to answer.
import * as contract from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { expect } from 'vitest'
import { V1 } from './_desk.ts'

const YEAR_MS = 365 * 86_400_000
const TIMES = 4

/** Everybody of a batch was told, by mail too, and half of them have read it. */
export async function haveEverybodyTold({ database: { query }, clock }: TestServer<Server>): Promise<void> {
  const now = clock.now()
  await query(`INSERT INTO room (room_id, version, created_at_ms) VALUES ('!notices:chappe.test', '11', 0)`)
  await query(`INSERT INTO event (room_nid, position, event_id, type, sender, notify_ordinal, pdu)
    SELECT r.room_nid, 900000000 + n.notice_nid, '$notice' || n.notice_nid, 'm.room.message', '@server:chappe.test', 0, convert_to('{}', 'UTF8')
    FROM exposure_notice n, room r WHERE r.room_id = '!notices:chappe.test'`)
  await query(`UPDATE exposure_notice SET state = 'sent', facts = NULL, mail = 'queued', sent_at_ms = $1, event_id = '$notice' || notice_nid`, [now])
  await query(`INSERT INTO mail_outcome (tracking, outcome, at_ms) SELECT 'notice:' || notice_nid, CASE WHEN notice_nid % 50 = 0 THEN 'failed' ELSE 'sent' END, $1::int8 FROM exposure_notice ON CONFLICT DO NOTHING`, [now])
  await query(`INSERT INTO receipt (user_id, room_nid, type, event_id, event_position, notify_ordinal, at_ms, position)
    SELECT n.user_id, r.room_nid, 'm.read', n.event_id, 900000000 + n.notice_nid, 0, $1::int8, n.notice_nid
    FROM exposure_notice n, room r WHERE r.room_id = '!notices:chappe.test' AND n.notice_nid % 2 = 0`, [now])
  await query(`UPDATE notice_batch SET state = 'done'`)
}

/** Cases, acts, requests, alerts, reports from people, announcements with a receipt for everybody, exports, organisations. */
export async function fillDesk({ database: { query }, clock }: TestServer<Server>, officer: number, share: number): Promise<void> {
  const now = clock.now()
  const some = (count: number): number => Math.max(3, Math.round(count * share))
  const at = `${now} - (${YEAR_MS} * random())::int8`
  await query(`INSERT INTO organisation (organisation_id, name, created_at_ms) SELECT 'body-' || n, 'Body ' || n, 0 FROM generate_series(1, 40) n`)
  await query(`UPDATE account a SET organisation_nid = o.organisation_nid FROM organisation o WHERE o.organisation_id = 'body-' || (1 + a.user_nid % 40)`)
  await query(`INSERT INTO desk_case (title, opened_by, opened_at_ms, closed_at_ms) SELECT 'Case ' || n, $1::int4, ${at}, CASE WHEN n % 20 > 0 THEN $2::int8 END FROM generate_series(1, ${some(2000)}) n`, [officer, now])
  await query(`INSERT INTO desk_note (case_nid, written_by, written_at_ms, kind, body) SELECT c.case_nid, $1::int4, ${now}, 'note', repeat('what was said ', 20) FROM desk_case c, generate_series(1, 10) n`, [officer])
  await query(`INSERT INTO desk_action (at_ms, operation, way, user_nid, ip, target, reason, outcome, ended_at_ms) SELECT ${now}, 'getDeskAccount', 'desk', $1::int4, '192.0.2.1', '@p' || n || ':chappe.test', 'look', 'done', ${now} FROM generate_series(1, ${some(100_000)}) n`, [officer])
  await query(`INSERT INTO desk_request (operation, target, reason, asked_by, asked_at_ms, expires_at_ms, decided_by, decided_at_ms, decision) SELECT 'releaseAccount', '@p' || n || ':chappe.test', 'he came himself', $1::int4, ${now} - n, ${now} + 86400000,
    CASE WHEN n % 100 > 0 THEN $1::int4 END, CASE WHEN n % 100 > 0 THEN ${now} END, CASE WHEN n % 100 > 0 THEN 'approved' END FROM generate_series(1, ${some(5000)}) n`, [officer])
  await query(`INSERT INTO alert (at_ms, kind, user_nid, device_id, detail, handled_by, handled_at_ms) SELECT ${at}, 'refresh_token_reused', a.user_nid, 'D' || a.user_nid, '{}', CASE WHEN a.user_nid % 50 > 0 THEN $1::int4 END, CASE WHEN a.user_nid % 50 > 0 THEN ${now} END
    FROM account a WHERE a.user_id LIKE '@p%' ORDER BY a.user_nid LIMIT ${some(5000)}`, [officer])
  await query(`INSERT INTO report (kind, at_ms, reporter_nid, user_id, reason, state) SELECT 'user', ${at}, a.user_nid, '@p1:chappe.test', 'he asks for codes', CASE WHEN a.user_nid % 50 > 0 THEN 'done' ELSE 'open' END
    FROM account a WHERE a.user_id LIKE '@p%' ORDER BY a.user_nid LIMIT ${some(20_000)}`)
  await query(`INSERT INTO announcement (created_by, created_at_ms, severity, audience, audience_names, title_fr, title_en, body_fr, body_en, must_acknowledge, state, filled_up_to) SELECT $1::int4, ${now}, 'warning', 'everybody', '{}', 'Annonce ' || n, 'Announcement ' || n, 'corps', 'body', true, 'sent', NULL FROM generate_series(1, ${some(200)}) n`, [officer])
  await query(`INSERT INTO announcement_receipt (announcement_nid, user_nid, organisation_nid, told_round, told_at_ms, acknowledged_at_ms) SELECT (SELECT max(announcement_nid) FROM announcement), user_nid, organisation_nid, 0, ${now}, CASE WHEN user_nid % 3 = 0 THEN ${now} END FROM account`)
  await query(`WITH acts AS (INSERT INTO admin_action (at_ms, operation, user_nid, device_nid, target, outcome) SELECT ${now}, 'declareExport', a.user_nid, 1, '!breach1:chappe.test html words ..', 'done' FROM account a WHERE a.user_id LIKE '@p%' ORDER BY a.user_nid LIMIT ${some(20_000)} RETURNING action_nid, user_nid)
    INSERT INTO room_export (action_nid, at_ms, user_nid, device_nid, room_id, format, with_files) SELECT action_nid, ${now}, user_nid, 1, '!breach1:chappe.test', 'html', false FROM acts`)
  await query('VACUUM ANALYZE')
}

/** How long an endpoint took, in milliseconds: the first time, and at most after that. */
export interface Took {
  firstMs: number
  thenMs: number
  bytes: number
}

/** Asks every question of the desk some times; `ids` are what stands in paths. */
export async function timePages({ sam }: { sam: Person }, ids: Readonly<Record<string, string | number>>, more: readonly string[]): Promise<Record<string, Took>> {
  const took: Record<string, Took> = {}
  const paths = Object.values(contract).flatMap((each: unknown) => (isDeskRead(each) ? [each.path] : []))
  const filled = [...new Set(paths)].map((path) => path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => encodeURIComponent(String(ids[`${path.split('/')[4]}.${name}`] ?? ids[name] ?? whole))))
  for (const path of [...filled.filter((each) => !each.includes('%7B')), ...more]) {
    const times: number[] = []
    let bytes = 0
    for (let n = 0; n < TIMES; n += 1) {
      const from = performance.now()
      const answer = await sam.get(path)
      times.push(performance.now() - from)
      expect([200, 404], `${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`).toContain(answer.status)
      bytes = answer.bytes.length
    }
    took[path.slice(V1.length)] = { firstMs: Math.round(times[0] ?? 0), thenMs: Math.round(Math.max(...times.slice(1))), bytes }
  }
  return took
}

function isDeskRead(value: unknown): value is { method: 'GET'; path: string } {
  return typeof value === 'object' && value !== null && 'method' in value && value.method === 'GET' && 'path' in value && typeof value.path === 'string' && value.path.startsWith(V1)
}
