// Names as a table.
import { expect, test } from 'vitest'
import { checkPersonName, displayNameOf, isReservedName, personNameOf } from './person-name.ts'

test.each([
  'Support', 'SUPPORT', 'Le Support', 'Support Tchap', 'Suppоrt', 'Sυpport', 'Ｓｕｐｐｏｒｔ', 'S u p p o r t', 'Su\u200bpport', 'Ѕupport',
  '5upport', 'Supp0rt', 'Admin', 'ADMIN', 'Adm1n', 'Аdmin', 'ad-min', 'Admin Chappe', 'Administrateur', 'administratrice',
  'Sécurité', 'Securite', 'Sécur\u0131té', 'Security Officer', 'RSSI', 'Équipe technique', 'Service informatique', 'Help Desk',
  'help-desk', 'Helpdesk', 'HELPDE$K', 'Assistance', 'No-Reply', 'Server Notices', 'Root', 'r00t', 'Modérateur', 'Système', 'Chappe',
  'Opérateur', '𝐒𝐮𝐩𝐩𝐨𝐫𝐭', 'ⓢⓤⓟⓟⓞⓡⓣ', 'ꜱᴜᴘᴘᴏʀᴛ', 'Officiel', 'Assıstance',
])('%s speaks for an office', (name) => {
  expect(isReservedName(name)).toBe(true)
})

test.each([
  'Jeanne Martin', 'Jean-Paul Sécurin', 'Marie Rootham', 'Adminata Diallo', 'René Château', 'Loïc Le Gall', "Brigitte O'Neil",
  'Ève Ødegård', 'Łukasz Nowak', 'Иван Петров', 'Γιώργος Παπαδόπουλος', 'Su Li', 'Al Ba', 'J. R. Martin', 'Certain Dupont', 'Li Na',
])('%s is a person', (name) => {
  expect(checkPersonName(name)).toBeUndefined()
})

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['x'.repeat(81), 'too_long'],
  ['Jeanne Martin (Élysée)', 'characters'],
  ['Jeanne [Élysée]', 'characters'],
  ['Jeanne  Martin', 'characters'],
  ['Jeanne ', 'characters'],
  ['Jeanne\nMartin', 'characters'],
  ['Jeanne\u202enitraM', 'characters'],
  ['Jeanne\u200bMartin', 'characters'],
  ['<b>Jeanne</b>', 'characters'],
  ['Jeanne ✅', 'characters'],
  ['@jeanne:chappe.test', 'characters'],
  ['Jeannе Martin', 'scripts'],
  ['Support technique', 'reserved'],
])('%j is no name of a person: %s', (name, fault) => {
  expect(checkPersonName(name)).toBe(fault)
})

test('the organisation stands behind the name, and comes off again', () => {
  expect(displayNameOf('Jeanne Martin', 'Ministère X')).toBe('Jeanne Martin (Ministère X)')
  expect(personNameOf('Jeanne Martin (Ministère X)')).toBe('Jeanne Martin')
  expect(personNameOf('Jeanne')).toBe('Jeanne')
})
