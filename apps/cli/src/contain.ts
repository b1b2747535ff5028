// `chappe contain @user`: over HTTPS, as the person who signs in through the browser, or whose access token is given. `chappe admin break-glass @user`
// and `chappe admin bootstrap`: through the socket in the data folder, when nobody can sign in.
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { signInByBrowser } from './browser-sign-in.ts'
import { CommandError } from './command-error.ts'
import { readConfig } from './config-commands.ts'
import type { SourceOptions } from './config-commands.ts'

const SOCKET = 'admin.sock'
const ANSWER_MS_MAX = 60_000
/** How long somebody may take to confirm in the browser, and how often it is looked whether they have. */
const PERSON_MS = 4 * 60_000
const ASK_EVERY_MS = 1_000

/** What containing takes. */
export interface ContainOptions extends SourceOptions {
  readonly reason: string
  readonly case?: string
}

/** And whose word it is, and where. */
export interface SignedInOptions extends ContainOptions {
  readonly url?: string
  readonly tokenFile?: string
}

/** Contains an account in the role of the person whose token it is; says so once nothing more is served to it. */
export async function containAccount(userId: string, options: SignedInOptions): Promise<void> {
  const url = new URL(options.url ?? readConfig(options).publicUrl)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) throw new CommandError('a token is sent over https only')
  const path = `/_chappe/desk/v1/accounts/${encodeURIComponent(userId)}/contain`
  const token = findToken(options.tokenFile)
  say(userId, token === undefined ? await asPerson(url, path, bodyOf(options)) : await overHttp(new URL(path, url), token, bodyOf(options)))
}

/** Signs somebody in through the browser and asks again while they still have to do something there. */
async function asPerson(url: URL, path: string, body: object): Promise<object> {
  await using session = await signInByBrowser(url, (text) => console.error(text))
  let told: string | undefined
  for (const endsAtMs = performance.now() + PERSON_MS; performance.now() < endsAtMs; await sleep(ASK_EVERY_MS)) {
    const { status, answer } = await session.post(path, body)
    const toDo = status === 403 ? toDoOf(answer, new URL(`/account/devices?device_id=${session.deviceId}`, url)) : undefined
    if (toDo === undefined) return accepted(answer, status)
    if (toDo !== told) console.error(toDo)
    told = toDo
  }
  throw new CommandError('nobody has confirmed it in the browser in time: nothing was done')
}

/** What a person has to do in the browser before the same request succeeds. */
function toDoOf(answer: object, devicePage: URL): string | undefined {
  const entries = new Map<string, unknown>(Object.entries(answer))
  if (entries.get('org.chappe.on_probation') === true) return `this is a new device of yours, its mark is ${fieldOf(answer, 'org.chappe.mark')}, approve it: ${devicePage.href}`
  const stepUp = entries.get('org.chappe.step_up')
  return typeof stepUp === 'object' && stepUp !== null ? `touch your passkey for it: ${fieldOf(stepUp, 'url')}` : undefined
}

/** Breaks the glass: contains an account through the socket of the machine; every auditor is told. */
export async function breakGlass(userId: string, options: ContainOptions): Promise<void> {
  say(userId, await overSocket(options, '/break_glass', { user_id: userId, ...bodyOf(options) }))
  console.log('this is on record as break-glass through the socket of the machine; every auditor is told, and one has to look at it within 24 hours')
}

/** Makes the first operator and prints the link with which they enrol. */
export async function bootstrap(options: SourceOptions & { readonly name?: string }): Promise<void> {
  const answer = await overSocket(options, '/bootstrap', options.name === undefined ? {} : { display_name: options.name })
  console.log(`${fieldOf(answer, 'user_id')} is the first operator`)
  console.log(`open this link once, within 24 hours, and register a passkey: ${fieldOf(answer, 'url')}`)
}

function bodyOf({ reason, case: caseId }: ContainOptions): object {
  if (caseId !== undefined && !/^[1-9]\d{0,14}$/.test(caseId)) throw new CommandError('--case: the number of a case')
  return { reason, ...(caseId === undefined ? {} : { case_id: Number(caseId) }) }
}

function say(userId: string, answer: object): void {
  console.log(`${userId} is contained: nothing more is served to it (case ${fieldOf(answer, 'case_id')})`)
}

/** Never an argument: those can be read by everybody on the machine. */
function findToken(file: string | undefined): string | undefined {
  const token = file === undefined ? process.env['CHAPPE_TOKEN'] : readFirstLine(file)
  if (file !== undefined && token === '') throw new CommandError(`${file} holds no access token`)
  return token === '' ? undefined : token
}

function readFirstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0]?.trim() ?? ''
  } catch {
    throw new CommandError(`${file} cannot be read`)
  }
}

async function overHttp(url: URL, token: string, body: object): Promise<object> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  let response: Response
  let answer: unknown
  try {
    response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    answer = await response.json()
  } catch {
    throw new CommandError(`no server answers on ${url.origin}`)
  }
  return accepted(answer, response.status)
}

async function overSocket(options: SourceOptions, path: string, body: object): Promise<object> {
  const socketPath = join(readConfig(options).dataDir, SOCKET)
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = httpRequest({ socketPath, path, method: 'POST', timeout: ANSWER_MS_MAX }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }))
    })
    call.on('timeout', () => call.destroy(new Error('no answer in time')))
    call.on('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.message
      reject(new CommandError(`the server's socket ${socketPath} cannot be used (${code}): is the server running, and is this its user?`))
    })
    call.end(JSON.stringify(body))
  })
  return accepted(JSON.parse(text), status)
}

function accepted(answer: unknown, status: number): object {
  if (typeof answer !== 'object' || answer === null) throw new CommandError('the server answers something else than was expected')
  if (status === 200) return answer
  throw new CommandError(`the server refuses: ${fieldOf(answer, 'error')} (${fieldOf(answer, 'errcode')})`)
}

function fieldOf(answer: object, name: string): string {
  const value: unknown = Object.entries(answer).find(([key]) => key === name)?.[1]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'not given'
}
