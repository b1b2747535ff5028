import { expect, test } from 'vitest'
import { deviceMarkOf, isDeviceMark } from './device-mark.ts'

test('the mark is the end of the id, and is taken however it is typed', () => {
  expect(deviceMarkOf('ABCDEFqrST')).toBe('QRST')
  for (const typed of ['QRST', 'qrst', ' qr st ']) expect(isDeviceMark(typed, 'ABCDEFqrST')).toBe(true)
  for (const typed of ['', 'QRS', 'ABCD', 'ABCDEFqrST', 'QRSTQRST']) expect(isDeviceMark(typed, 'ABCDEFqrST')).toBe(false)
})
