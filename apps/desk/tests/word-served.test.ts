// What the server writes for people, read and worded in French; what the record has stays as it is.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createWords } from '@chappe/ui'
import { expect, test } from 'vitest'
import { wordBroken, wordGap, wordRefusal, wordTarget, wordTitle, wordWitnessProblem } from '../src/word-served.ts'
import { wordRefused } from '../src/word-wrong.ts'
import { en } from '../src/words/en.ts'
import { fr } from '../src/words/fr.ts'

const french = createWords({ fr }, 'fr')
const english = createWords({ en }, 'en')
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ')
const inFrench = (target: string): string => plain(wordTarget(target, french))
const AT = 'from 2026-11-29T10:00:00.000Z to 2026-11-30T10:00:00.000Z'

test('what acts and requests are about', () => {
  expect(['case 7', 'request 12', 'alert 3', 'report 4', 'exposure report 9', 'network 2', 'drill 5', 'recovery 6', 'claim check 8', 'action 1', 'announcement 2', 'the first operator', 'a drill', 'a drill: lundi'].map(inFrench)).toEqual([
    'Dossier 7', 'Demande 12', 'Alerte 3', 'Signalement 4', 'Rapport 9', 'Réseau fermé 2', 'Exercice 5', 'Rétablissement 6', 'Vérification d’affirmations 8', 'Acte 1', 'Annonce 2', 'Le premier opérateur', 'Un exercice', 'Un exercice : lundi',
  ])
  expect(inFrench('exposure report 9: notices to everybody it affects')).toBe('Rapport 9 : avis à toutes les personnes concernées')
  expect(inFrench('announcement: Maintenance\ntonight')).toBe('Annonce : Maintenance\ntonight')
  expect(inFrench('readers of 1 events, 2 texts')).toMatch(/^Lecteurs de : 1 message, 2 textes$/)
})

test('with its time: an open beginning is the beginning, and no day in 1970', () => {
  expect(inFrench('@mallory:a.example from 1970-01-01T00:00:00.000Z to 2026-11-30T10:00:00.000Z')).toMatch(/^@mallory:a\.example, .*(?:le )?début.*30 nov\. 2026/)
  expect(inFrench(`room !r:a.example ${AT}`)).toMatch(/!r:a\.example, d.* 29 nov\. 2026/)
  expect(inFrench(`session "Phone \\"x\\" of @b:c" of @mallory:a.example ${AT}`)).toContain('Phone "x" of @b:c')
  expect(inFrench(`everybody ${AT}`)).toMatch(/^Tou/)
  expect(inFrench('network 192.0.2.0/24')).toContain('192.0.2.0/24')
  expect(plain(wordTarget(`@mallory:a.example ${AT}`, english))).toMatch(/^@mallory:a\.example, from 29 Nov 2026/)
})

test('ids, names and what is not known stand as they are', () => {
  for (const text of ['@mallory:a.example', '!room:a.example', 'interior', 'interior a.example', 'case seven', 'case 7 of 9', 'room !r:a.example from yesterday to now', '', '__proto__']) expect(wordTarget(text, french)).toBe(text)
})

test('titles of cases that nobody has written', () => {
  expect(['Containment of @a:b', 'Exercise: containment of @a:b', 'Containment of the fire'].map((title) => plain(wordTitle(title, french)))).toEqual(['Confinement de @a:b', 'Exercice : confinement de @a:b', 'Containment of the fire'])
})

test('what is wrong with the record, and why a witness does not sign', () => {
  expect(wordBroken('block 5 does not follow block -1 of its process', french)).toBe('Le bloc 5 ne suit pas le bloc -1 de son processus')
  expect(wordBroken('3 records of a spool cannot be read', french)).toContain('3 enregistrements')
  expect(wordGap('the time for which rows are kept is over', french)).toBe('la durée de conservation des lignes est passée')
  expect(plain(wordGap('1234 bytes of the record wait outside of it, until the database takes rows', french))).toContain('1 234 octets')
  expect(plain(wordWitnessProblem('it does not answer (timeout)', french))).toBe('Il ne répond pas (timeout)')
  expect(plain(wordWitnessProblem('it has signed 7000 rows, and there are 5: rows are missing here', french))).toContain('7 000 lignes')
})

test('why the desk refuses something: each sentence of its own that can be met at the screen', async () => {
  const folder = fileURLToPath(new URL('../../../packages/desk/src', import.meta.url))
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const sources = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  // What is not there is worded by the screen without the server's sentence.
  const messages = sources.flatMap((text) => [...text.matchAll(/MatrixError\('(?!M_NOT_FOUND)[A-Z_]+', \{ message: '([^']+)' \}\)/g)].map(([, message = '']) => message))
  expect(messages.length).toBeGreaterThan(30)
  for (const message of messages) {
    expect(wordRefusal(message, french), message).not.toBe(message)
    expect(wordRefusal(message, english)).toBe(message)
  }
  expect(wordRefusal('something else', french)).toBeUndefined()
})

test('why the homeserver refuses what the desk asks of it', () => {
  const worded = (message: string): string => plain(wordRefusal(message, french) ?? '')
  expect(worded('That cannot be done (release) to an account that is active')).toBe('État du compte : Actif. Cet acte n’y est pas possible.')
  expect(worded('Your role does not let you do that (reopen) to an account that is quarantined')).toBe('État du compte : En quarantaine. Votre rôle ne vous permet pas cet acte.')
  expect(worded('network: not wider than /24')).toBe('Ce réseau est trop large : /24 au plus')
  expect(worded('There is no such organisation: nowhere, nothing')).toBe('Cette organisation n’existe pas : nowhere, nothing')
})

test('what nobody has words for: what kind of refusal it is, and the server’s own words apart', () => {
  const wrong = (status: number, code: string, message: string) => {
    const { said, served } = wordRefused({ status, code, message, body: {} }, french)
    return [plain(said), served]
  }
  expect(wrong(403, 'M_FORBIDDEN', 'That is your own account')).toEqual(['Le serveur a refusé : C’est votre propre compte', undefined])
  expect(wrong(403, 'M_FORBIDDEN', 'No, and that is that')).toEqual(['Vous n’en avez pas le droit.', 'No, and that is that'])
  expect(wrong(400, 'M_BAD_JSON', 'body/reason: must not have fewer than 1 characters')).toEqual(['Une des valeurs saisies ne convient pas.', 'body/reason: must not have fewer than 1 characters'])
  expect(wrong(503, 'M_UNKNOWN', 'x')).toEqual([expect.stringContaining('pour le moment'), 'x'])
  expect(wrong(502, 'M_UNKNOWN', 'x')).toEqual([expect.stringContaining('journal'), 'x'])
  expect(wrong(404, 'M_NOT_FOUND', 'There is no such case')).toEqual(['Cet élément n’existe pas, ou vous n’avez pas à le voir.', undefined])
  expect(wrong(429, 'M_LIMIT_EXCEEDED', 'Too many requests')[1]).toBeUndefined()
})
