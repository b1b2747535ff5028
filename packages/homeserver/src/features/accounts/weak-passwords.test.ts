// Passwords that nobody should have.
import { expect, test } from 'vitest'
import { assertStrongPassword } from './weak-passwords.ts'

const WORDS = ['ottokar', 'chat.interior.example', 'chat', 'interior', 'example', 'chappe']

function reason(password: string): string {
  try {
    assertStrongPassword(password, WORDS)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

test.each([
  ['', 'A password needs 8 characters or more'],
  ['kq7!xw2', 'A password needs 8 characters or more'],
  ['éàüçîôû', 'A password needs 8 characters or more'],
  ['12345678', 'That password is one of those that everybody tries first'],
  ['Football', 'That password is one of those that everybody tries first'],
  ['qwertyuiop', 'That password is one of those that everybody tries first'],
  ['Ottokar2026!', 'That password is made of a name that is known'],
  ['chappechappe', 'That password is made of a name that is known'],
  ['interior-99', 'That password is made of a name that is known'],
])('%s will not do', (password, why) => {
  expect(reason(password)).toBe(why)
})

test.each(['correct horse battery staple', 'un mot de passe long', 'ottokar rides a green bicycle', 'x'.repeat(1000), '🦊🦊🐙🐙🐢🐢🦉🦉'])('%s will do', (password) => {
  expect(reason(password)).toBe('')
})
