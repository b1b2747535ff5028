// The security officer stops an account from a shell: she signs in through the browser with her passkey, and the command
// acts in her role, while the stolen account is waiting for something new.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Server } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { makeAccount, openMinistry } from '../src/ministry.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen } from '../src/screen.ts'

const CHAPPE = fileURLToPath(new URL('../../apps/cli/bin/chappe.mjs', import.meta.url))

let ministry: TestServer<Server>
let screen: Screen
beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  ministry = await openMinistry()
  screen = await openScreen()
}, 240_000)
afterAll(async () => {
  await screen[Symbol.asyncDispose]()
  await ministry[Symbol.asyncDispose]()
})

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** A command that runs, and what it says. */
function chappe(...args: string[]): { command: ChildProcess; said(pattern: RegExp): Promise<string>; ended: Promise<number | null> } {
  const command = spawn(process.execPath, [CHAPPE, ...args], { env: { ...process.env, CHAPPE_TOKEN: '' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  let heard = (): void => undefined
  for (const stream of [command.stdout, command.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      heard()
    })
  }
  const ended = new Promise<number | null>((resolve) => command.on('close', resolve))
  return {
    command,
    ended,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(text)
        if (found !== null) return found[1] ?? found[0]
        const next = new Promise<string>((resolve) => void (heard = () => resolve('more')))
        if ((await Promise.race([next, ended.then(() => 'ended')])) === 'ended' && !pattern.test(text)) throw new Error(`the command ended: ${text}`)
      }
    },
  }
}

test('Sophie contains Mallory’s account from a shell, after she has approved its device and touched her passkey', { timeout: 5 * 60_000 }, async () => {
  const sophie = await makeAccount(ministry, 'sophie')
  const { person: mallory } = await makeAccount(ministry, 'mallory')
  await ministry.server.homeserver.ports.accounts.setRoles(sophie.person.userId, ['security_officer'], async () => undefined)
  const { page } = await screen.person()
  page.setDefaultTimeout(60_000)
  await page.goto(sophie.enrolmentUrl)
  await press(page, 'Begin')
  await press(page, 'Make the passkey')
  await page.getByRole('link', { name: 'Later' }).waitFor()

  const held = mallory.get('/_matrix/client/v3/sync?timeout=120000&since=' + (await mallory.sync()).next_batch)
  const { command, said, ended } = chappe('contain', mallory.userId, '--reason', 'a lure was reported', '--url', ministry.config.publicUrl)
  try {
    await page.goto(await said(/passkey, in a browser on this machine: (\S+)/))
    await press(page, 'Yes, sign this device in')
    await page.getByText('You can close this page and go back to the command line.').waitFor()
    // She has another device, so this one waits for her.
    const mark = await said(/its mark is (\S+), approve it/)
    await page.goto(await said(/new device of yours, its mark is \S+, approve it: (\S+)/))
    expect(await accessibilityProblems(page)).toEqual([])
    await page.getByLabel('The mark that the new device shows').fill(mark)
    await press(page, 'Yes, approve this device')
    await page.getByText('The device is approved.').waitFor()
    await page.goto(await said(/touch your passkey for it: (\S+)/))
    await press(page, 'Confirm with a passkey')
    await said(/@mallory:\S+ is contained: nothing more is served to it \(case \d+\)/)
    expect(await ended).toBe(0)
  } finally {
    command.kill()
  }
  const outcome = await held.then(({ status }) => status, () => 'cut')
  expect(outcome).not.toBe(200)
  expect((await mallory.get('/_matrix/client/v3/account/whoami')).body).toMatchObject({ errcode: 'M_USER_LOCKED', soft_logout: true })
  const tried = await ministry.database.query('SELECT operation, user_id, outcome FROM desk_action JOIN account USING (user_nid) ORDER BY action_nid DESC LIMIT 1')
  expect(tried).toEqual([{ operation: 'containAccount', user_id: sophie.person.userId, outcome: 'done' }])
  // The command's device went with it.
  const devices = await ministry.database.query('SELECT display_name FROM device JOIN account USING (user_nid) WHERE user_id = $1', [sophie.person.userId])
  expect(devices).toHaveLength(1)
})
