// `chappe account create NAME`: the shared-secret registration that Synapse's tools speak too
// (GET then POST /_synapse/admin/v1/register; the MAC is HMAC-SHA1 over nonce, name, password and role, NUL between them).
import { createHmac, randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Config } from '@chappe/homeserver/config'

import { CommandError } from './command-error.ts'
import { readConfig } from './config-commands.ts'
import type { SourceOptions } from './config-commands.ts'

const PATH = '/_synapse/admin/v1/register'
const ANSWER_MS_MAX = 30_000

interface AccountOptions extends SourceOptions {
  readonly admin?: boolean
  readonly url?: string
}

/** Makes the account and says its user id. */
export async function createAccount(name: string, options: AccountOptions): Promise<void> {
  const config = readConfig(options)
  const secret = config.registrationSharedSecret
  if (secret === undefined) {
    throw new CommandError('no shared secret: set registration_shared_secret (or CHAPPE_REGISTRATION_SHARED_SECRET) here and at the server')
  }
  const url = new URL(PATH, options.url ?? urlOf(config))
  // A passkey is the way in where the profile has no passwords: the protocol wants one all the same.
  const password = config.profile === 'matrix' ? await readPassword() : randomBytes(24).toString('base64url')
  const admin = options.admin === true
  const nonce = textField(await ask(url, {}), 'nonce')
  const mac = createHmac('sha1', secret).update([nonce, name, password, admin ? 'admin' : 'notadmin'].join('\0')).digest('hex')
  const answer = await ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Nobody is there to use a device that would be signed in.
    body: JSON.stringify({ nonce, username: name, password, admin, mac, inhibit_login: true }),
  })
  console.log(`${textField(answer, 'user_id')} is made`)
  if ('org.chappe.enrolment_url' in answer) {
    console.log(`its owner registers a passkey with this link, which is good once and for a day:\n${textField(answer, 'org.chappe.enrolment_url')}`)
  }
}

function urlOf(config: Config): string {
  if ('socketPath' in config.listen) return config.publicUrl
  const { host, port } = config.listen
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function ask(url: URL, init: RequestInit): Promise<object> {
  let response: Response
  let body: unknown
  try {
    response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    body = await response.json()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : ''
    throw new CommandError(`no server answers on ${url.origin}${cause}`)
  }
  if (typeof body !== 'object' || body === null) throw new CommandError(`${url.origin} answers something else than a Matrix server`)
  if (response.ok) return body
  const reason = 'error' in body ? String(body.error) : 'no reason given'
  throw new CommandError(`the server refuses: ${reason} (${'errcode' in body ? String(body.errcode) : response.status})`)
}

function textField(body: object, name: string): string {
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  if (typeof value !== 'string') throw new CommandError(`the server's answer has no ${name}`)
  return value
}

/** From the terminal without echo, or the first line of stdin. */
async function readPassword(): Promise<string> {
  const isTerminal = process.stdin.isTTY === true
  if (isTerminal) process.stderr.write('password: ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal })
  try {
    for await (const line of lines) {
      if (line !== '') return line
      break
    }
  } finally {
    lines.close()
    if (isTerminal) process.stderr.write('\n')
  }
  throw new CommandError('the password is empty')
}
