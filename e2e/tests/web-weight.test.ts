// What the messenger weighs: bytes do not depend on who else uses the machine.
import { prepareWebApps } from '@chappe/server'
import { expect, test } from 'vitest'
import { weighMessenger } from '../src/timing/weight.ts'

const KB = 1024

test('the way in is light, what was seen last is drawn without the SDK, and all that comes before the first message is bounded', { timeout: 5 * 60_000 }, async () => {
  const problems: string[] = []
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  expect(problems).toEqual([])
  const { files, shellGzip, seenGzip, beforeFirstMessageBrotli, isSeenWithoutSdk } = weighMessenger()
  expect(files.map(({ name }) => name.replace(/-[\w-]{8}\./, '.'))).toEqual(expect.arrayContaining(['index.js', 'inside.js', 'inside.css', 'session.js', 'matrix_sdk_crypto_wasm_bg.wasm']))
  expect(shellGzip).toBeLessThan(100 * KB)
  expect(isSeenWithoutSdk).toBe(true)
  expect(seenGzip).toBeLessThan(350 * KB)
  expect(beforeFirstMessageBrotli).toBeLessThan(2200 * KB)
})
