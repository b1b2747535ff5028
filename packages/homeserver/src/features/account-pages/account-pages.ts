// The pages on which people look after their own account: passkeys, devices, and what to do when it was somebody else.
// Actions of MSC4191 lead here: https://github.com/matrix-org/matrix-spec-proposals/pull/4191
import { isDeviceMark, MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertCsrf, assertOwnForm } from '../../pages/forms.ts'
import { deviceHandleOf } from '../../pages/device-handle.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import { STEP_UP_MS } from '../../step-up.ts'
import type { WebOrigin, WebSession, WebSessions } from '../../web-session.ts'
import { devicePage, devicesPage, pathOf } from './device-pages.ts'
import { closedPage, closePage, notMePage, overviewPage, passkeysPage, stoppedPage } from './pages.ts'
import { profilePage } from './profile-page.ts'
import type { OwnDevice, OwnPasskey, OwnProfile, Scene } from './scene.ts'
import type { StepUpPages, StepUpPagesDeps } from './step-up-pages.ts'
import { createStepUpPages } from './step-up-pages.ts'

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** What the feature is given. */
export interface AccountPagesDeps extends StepUpPagesDeps {
  sessions: WebSessions
  passkeys: Omit<StepUpPagesDeps['passkeys'], 'list'> & {
    list(userNid: number): Promise<OwnPasskey[]>
    rename(userNid: number, passkeyNid: number, name: string): Promise<void>
    remove(who: { userId: string; userNid: number }, passkeyNid: number): Promise<void>
  }
  devices: {
    list(who: Who): Promise<OwnDevice[]>
    end(who: Who, deviceIds: readonly string[]): Promise<void>
    approve(who: Who, deviceId: string): Promise<void>
    /** Stops the account everywhere: its owner says that somebody else is in. */
    contain(userId: string): Promise<void>
  }
  profile: {
    get(who: Who): Promise<OwnProfile>
    setName(userId: string, name: string): Promise<void>
  }
  /** Closes the account for good. */
  close(who: Who, erase: boolean): Promise<void>
  now(): number
}

/** What a browser sends along. */
export interface Browser {
  headers: IncomingHttpHeaders
  from: WebOrigin
}

/** What the address of a page says. */
interface Asked {
  action?: string | undefined
  device_id?: string | undefined
  did?: string | undefined
  lang?: string | undefined
}

/** The operations of this feature. */
export interface AccountPages extends StepUpPages {
  show(browser: Browser, asked: Asked): Promise<PageBody>
  showSection(browser: Browser, section: string, asked: Asked): Promise<PageBody>
  submit(browser: Browser, section: string, form: URLSearchParams): Promise<PageBody>
}

/** Where the actions of MSC4191 lead. */
const ACTIONS: Readonly<Record<string, string>> = {
  'org.matrix.profile': '/account/profile',
  'org.matrix.devices_list': '/account/devices',
  'org.matrix.sessions_list': '/account/devices',
  'org.matrix.device_view': '/account/devices',
  'org.matrix.session_view': '/account/devices',
  'org.matrix.device_delete': '/account/devices',
  'org.matrix.session_end': '/account/devices',
  'org.matrix.account_deactivate': '/account/close',
  'org.matrix.cross_signing_reset': '/oauth2/cross-signing-reset',
}

/** Ties the operations to what they need. */
export function createAccountPages(deps: AccountPagesDeps): AccountPages {
  return {
    ...createStepUpPages(deps),
    async show(browser, asked) {
      const to = asked.action === undefined ? '/account' : (ACTIONS[asked.action] ?? '/account')
      if (to !== '/account') return redirect(asked.device_id === undefined ? to : `${to}?${new URLSearchParams({ device_id: asked.device_id })}`)
      const found = await sceneOf(deps, browser, '/account', asked)
      if ('leave' in found) return found.leave
      const [passkeys, devices] = [await deps.passkeys.list(found.session.userNid), await deps.devices.list(found.session)]
      return overviewPage(found, { passkeys, devices })
    },
    showSection: (browser, section, asked) => showSection(deps, browser, section, asked),
    submit: (browser, section, form) => submit(deps, browser, section, form),
  }
}

/** Who looks at a page, or where the browser has to go first. */
async function sceneOf(deps: AccountPagesDeps, { headers }: Browser, here: string, asked: Asked): Promise<Scene | { leave: PageBody }> {
  const session = await deps.sessions.find(headers.cookie)
  if (session === undefined) return { leave: redirect(`/signin?${new URLSearchParams({ continue: here })}`) }
  if (session.methods.length === 0) return { leave: redirect('/enrol/passkey') }
  return { language: languageOf(headers, asked.lang), session, did: asked.did }
}

async function showSection(deps: AccountPagesDeps, browser: Browser, section: string, asked: Asked): Promise<PageBody> {
  const query = asked.device_id === undefined ? '' : `?${new URLSearchParams({ device_id: asked.device_id })}`
  const found = await sceneOf(deps, browser, `/account/${section}${query}`, asked)
  if ('leave' in found) return found.leave
  switch (section) {
    case 'passkeys':
      return passkeysPage(found, await deps.passkeys.list(found.session.userNid))
    case 'devices':
      return showDevices(deps, found, asked.device_id)
    case 'profile':
      return profilePage(found, await deps.profile.get(found.session))
    case 'not-me':
      return notMePage(found)
    case 'close':
      return closePage(found)
    default:
      throw new MatrixError('M_NOT_FOUND')
  }
}

async function showDevices(deps: AccountPagesDeps, scene: Scene, deviceId: string | undefined): Promise<PageBody> {
  const devices = await deps.devices.list(scene.session)
  if (deviceId === undefined) return devicesPage(scene, devices)
  const device = findNamed(devices, deviceId)
  if (device === undefined) throw new MatrixError('M_NOT_FOUND')
  const waits = device.onProbationSinceMs !== null
  // Only who touches a passkey for this very device approves it: to be signed in does not do.
  const options = waits ? await deps.passkeys.touchOptions(scene.session, approvalOf(device)) : undefined
  return devicePage(scene, device, options)
}

/** A device by its name in addresses; stock clients give its id. */
function findNamed(devices: readonly OwnDevice[], name: string): OwnDevice | undefined {
  return devices.find(({ deviceId }) => deviceHandleOf(deviceId) === name || deviceId === name)
}

function approvalOf({ deviceNid }: OwnDevice): string {
  return `approve ${deviceNid}`
}

async function submit(deps: AccountPagesDeps, browser: Browser, section: string, form: URLSearchParams): Promise<PageBody> {
  assertOwnForm(browser.headers, deps.settings.publicUrl)
  const found = await sceneOf(deps, browser, `/account/${section}`, {})
  if ('leave' in found) return found.leave
  const { session } = found
  assertCsrf(form, session.csrf)
  const act = `${section} ${form.get('act') ?? ''}`
  switch (act) {
    case 'not-me contain':
      await deps.devices.contain(session.userId)
      await deps.sessions.endAll(session.userId)
      return stoppedPage(found.language)
    case 'devices approve':
      return approve(deps, found, form)
    case 'profile name':
      await deps.profile.setName(session.userId, textOf(form, 'name'))
      return redirect('/account/profile?did=named')
    case 'passkeys rename':
      await deps.passkeys.rename(session.userNid, numberOf(form, 'passkey'), textOf(form, 'name'))
      return redirect('/account/passkeys?did=renamed')
    default:
      return isFresh(deps, session) ? submitFresh(deps, found, act, form) : redirect(`/step-up?continue=/account/${section}`)
  }
}

/** Whether the owner has touched a passkey just now, or shown the password of an account that has no passkey. */
function isFresh(deps: AccountPagesDeps, session: WebSession): boolean {
  return deps.now() - session.authenticatedAtMs < STEP_UP_MS
}

/** What is hard to undo. */
async function submitFresh(deps: AccountPagesDeps, scene: Scene, act: string, form: URLSearchParams): Promise<PageBody> {
  const { session, language } = scene
  switch (act) {
    case 'passkeys remove':
      await deps.passkeys.remove(session, numberOf(form, 'passkey'))
      return redirect('/account/passkeys?did=removed')
    case 'devices end':
      await deps.devices.end(session, [findNamed(await deps.devices.list(session), textOf(form, 'device_id'))?.deviceId ?? ''])
      return redirect('/account/devices?did=ended')
    case 'close close':
      if (form.get('sure') !== 'yes') return closePage(scene)
      await deps.close(session, form.get('erase') === 'yes')
      await deps.sessions.endAll(session.userId)
      return closedPage(language)
    case 'devices end_browsers':
      await deps.sessions.endAll(session.userId)
      return redirect('/signin')
    default:
      throw new MatrixError('M_NOT_FOUND')
  }
}

async function approve(deps: AccountPagesDeps, scene: Scene, form: URLSearchParams): Promise<PageBody> {
  const { session } = scene
  const devices = await deps.devices.list(session)
  const device = findNamed(devices, textOf(form, 'device_id'))
  if (device === undefined) throw new MatrixError('M_NOT_FOUND')
  if (!isDeviceMark(textOf(form, 'mark'), device.deviceId)) return redirect(`${pathOf(device)}&did=mistaken`)
  await deps.passkeys.touch(session, approvalOf(device), form.get('credential') ?? '')
  await deps.devices.approve(session, device.deviceId)
  return redirect('/account/devices?did=approved')
}

function numberOf(form: URLSearchParams, name: string): number {
  const text = form.get(name) ?? ''
  if (!/^\d{1,9}$/.test(text)) throw new MatrixError('M_NOT_FOUND')
  return Number(text)
}

function textOf(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').slice(0, 255)
}
