// Keys and terms as tables.
import { expect, test } from 'vitest'
import { closenessOf, keysOf, parseTerm, prefixOf, withoutPrefix } from './directory-keys.ts'

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

test('what stands before a key comes off again', () => {
  expect([prefixOf(12), prefixOf(null)]).toEqual(['#12 ', '#0 '])
  expect([withoutPrefix('#12 jean martin'), withoutPrefix('jean martin')]).toEqual(['jean martin', 'jean martin'])
})
