// Keys and terms as tables.
import { expect, test } from 'vitest'
import { closenessOf, isFoundByName, jobKeysOf, jobLookOf, jobPrefixOf, keysOf, parseTerm, prefixOf, withoutPrefix } from './directory-keys.ts'

const options = { serverName: 'chappe.test', lengthMin: 3 }

test('a person is found under each rotation of their words, once', () => {
  expect(keysOf({ localpart: 'jean.martin', displayName: 'Jean Martin' })).toEqual(['jean martin', 'martin jean'])
  expect(keysOf({ localpart: 'jp', displayName: 'Jean-Paul Zoé' })).toEqual(['jean paul zoe', 'paul zoe jean', 'zoe jean paul', 'jp'])
  expect(keysOf({ localpart: '_', displayName: null })).toEqual([])
  expect(keysOf({ localpart: 'u7', displayName: 'Jean Martin (Budget)' })).toEqual([
    'jean martin budget', 'martin budget jean', 'budget jean martin', 'jean martin', 'martin jean', 'u7',
  ])
})

test('a term is words, a localpart or a user id of this server, and long enough', () => {
  expect(parseTerm(' Jean  MARTIN', options)).toEqual({ phrase: 'jean martin', main: 'martin', others: ['jean'], address: undefined })
  expect(parseTerm('Jean.Martin@Interieur.Example', options)).toMatchObject({ phrase: 'jean martin interieur example', address: 'jean.martin@interieur.example' })
  expect(parseTerm('@jean.martin:chappe.test', options)?.phrase).toBe('jean martin')
  expect(parseTerm('ab', options)).toBeUndefined()
  expect(parseTerm('a b', options)).toBeUndefined()
  expect(parseTerm('ab', { ...options, lengthMin: 1 })?.main).toBe('ab')
  expect(parseTerm('***', { ...options, lengthMin: 1 })).toBeUndefined()
})

test('the whole name fits best, then whole words, then beginnings', () => {
  const wanted = parseTerm('martin', options)
  const close = (displayName: string): number => (wanted === undefined ? 0 : closenessOf(wanted, { localpart: 'x', displayName }))
  expect([close('Martin'), close('Jean Martin'), close('Jean Martinez')]).toEqual([3, 2, 1])
})

test('by what they do people are found under each longer word of it, with their name behind', () => {
  expect(jobKeysOf({ displayName: 'Marie Curie', title: 'Cheffe de bureau', service: 'Achats' })).toEqual([
    'cheffe de bureau achats marie curie', 'bureau achats cheffe de marie curie', 'achats cheffe de bureau marie curie',
  ])
  expect(jobKeysOf({ displayName: null, title: 'RSSI', service: '' })).toEqual(['rssi'])
  expect(jobKeysOf({ displayName: 'Marie', title: '', service: '' })).toEqual([])
  for (const key of jobKeysOf({ displayName: 'x'.repeat(200), title: 'w '.repeat(60), service: 'y'.repeat(120) })) expect(key.length).toBeLessThanOrEqual(240)
})

test('each longer word that is looked for is a place to begin, and all have to be there', () => {
  const wanted = parseTerm('marie de budget', options)
  expect(wanted === undefined ? undefined : jobLookOf(wanted, jobPrefixOf(12))).toEqual({ starts: ['~12 budget', '~12 marie'], patterns: ['% budget%', '% marie%', '% de%'] })
  expect([jobPrefixOf('everybody'), jobPrefixOf(null), withoutPrefix('~12 budget marie'), withoutPrefix('~ budget')]).toEqual(['~ ', '~0 ', 'budget marie', 'budget'])
})

test('who is found by their name is known from who is found by their job', () => {
  const wanted = parseTerm('mar', options)
  const found = (displayName: string): boolean => wanted !== undefined && isFoundByName(wanted, { localpart: 'u1', displayName })
  expect([found('Jean Martin'), found('Paul Amar (Marine)'), found('Paul Amar')]).toEqual([true, true, false])
})

test('what stands before a key comes off again', () => {
  expect([prefixOf(12), prefixOf(null)]).toEqual(['#12 ', '#0 '])
  expect([withoutPrefix('#12 jean martin'), withoutPrefix('jean martin')]).toEqual(['jean martin', 'jean martin'])
})
