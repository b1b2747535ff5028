// Signing in through the browser: OAuth 2.0 with PKCE, the way back to a port of this machine (RFC 8252), and tokens that
// are of use only with a key which never leaves this process (RFC 9449). Nothing is kept: the device ends with the command.
import { randomInt } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import * as oauth from 'oauth4webapi'

import { CommandError } from './command-error.ts'

/** Whoever signed in. */
export interface BrowserSession extends AsyncDisposable {
  readonly deviceId: string
  /** Sends something as them. */
  post(path: string, body: object): Promise<{ status: number; answer: object }>
}

/** Known to every server (features/oauth/first-party.ts). */
const CLIENT: oauth.Client = { client_id: 'org.chappe.cli', dpop_bound_access_tokens: true }
const WAY_BACK = '/signed-in'
/** How long somebody may take in the browser. */
const WAIT_MS = 10 * 60_000
const ANSWER_MS_MAX = 60_000
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Signs somebody in: `say` shows the address that they open. Throws `CommandError` where they refuse, or take too long. */
export async function signInByBrowser(url: URL, say: (text: string) => void): Promise<BrowserSession> {
  const insecure = url.protocol === 'http:' ? { [oauth.allowInsecureRequests]: true } : {}
  const server = await findServer(url)
  const key = await oauth.generateKeyPair('ES256')
  const DPoP = oauth.DPoP(CLIENT, key)
  const deviceId = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()]
  await using wayBack = await openWayBack()
  const page = new URL(server.authorization_endpoint ?? '')
  page.search = new URLSearchParams({
    response_type: 'code',
    response_mode: 'query',
    client_id: CLIENT.client_id,
    redirect_uri: wayBack.uri,
    scope: `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  say(`sign in with your passkey, in a browser on this machine: ${page.href}`)
  const parameters = await wayBack.came.then((came) => checked(() => oauth.validateAuthResponse(server, CLIENT, came, state)))
  const tokens = await checked(async () => {
    const response = await oauth.authorizationCodeGrantRequest(server, CLIENT, oauth.None(), parameters, wayBack.uri, verifier, { DPoP, ...insecure })
    return oauth.processAuthorizationCodeResponse(server, CLIENT, response)
  })

  async function send(path: string, body: object): Promise<Response> {
    const headers = new Headers({ 'content-type': 'application/json' })
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    return oauth.protectedResourceRequest(tokens.access_token, 'POST', new URL(path, url), headers, JSON.stringify(body), { DPoP, signal, ...insecure })
  }

  return {
    deviceId,
    async post(path, body) {
      try {
        return await answerOf(await send(path, body))
      } catch (error) {
        // What is refused for want of a better token comes as an exception of the library.
        if (error instanceof oauth.WWWAuthenticateChallengeError) return answerOf(error.response)
        throw new CommandError(`no server answers on ${url.origin}`)
      }
    },
    async [Symbol.asyncDispose]() {
      await send('/_matrix/client/v3/logout', {}).catch(() => undefined)
    },
  }
}

async function answerOf(response: Response): Promise<{ status: number; answer: object }> {
  const answer: unknown = await response.json()
  if (typeof answer !== 'object' || answer === null) throw new CommandError('the server answers something else than was expected')
  return { status: response.status, answer }
}

/** What the server says of its sign-in; it has to be the one that was named. */
async function findServer(url: URL): Promise<oauth.AuthorizationServer> {
  let metadata: unknown
  try {
    const response = await fetch(new URL('/_matrix/client/v1/auth_metadata', url), { redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    metadata = await response.json()
  } catch {
    throw new CommandError(`no server answers on ${url.origin}`)
  }
  if (!isServer(metadata) || new URL(metadata.issuer).origin !== url.origin) throw new CommandError(`${url.origin} is not the address of the server itself: use its public_url`)
  return metadata
}

function isServer(value: unknown): value is oauth.AuthorizationServer {
  return typeof value === 'object' && value !== null && 'issuer' in value && typeof value.issuer === 'string'
}

/** Says in one line why somebody was not signed in. */
async function checked<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const why = error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError ? error.error : 'the answer is not that of the server'
    throw new CommandError(`nobody was signed in: ${why}`)
  }
}

interface WayBack extends AsyncDisposable {
  uri: string
  /** The address that the browser came back to. */
  came: Promise<URL>
}

/** A port on which nothing is answered but the one page that the browser comes back to. */
async function openWayBack(): Promise<WayBack> {
  const { promise: came, resolve, reject } = Promise.withResolvers<URL>()
  came.catch(() => undefined)
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const address = new URL(request.url ?? '/', 'http://127.0.0.1')
    const isIt = request.method === 'GET' && address.pathname === WAY_BACK
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'", connection: 'close' }
    response.writeHead(isIt ? 200 : 404, headers)
    response.end(isIt ? 'You can close this page and go back to the command line.\nVous pouvez fermer cette page et revenir à la ligne de commande.\n' : 'There is nothing here.\n')
    if (isIt) resolve(address)
  })
  const port = await listen(server)
  const timer = setTimeout(() => reject(new CommandError('nobody has signed in within ten minutes')), WAIT_MS)
  return {
    uri: `http://127.0.0.1:${port}${WAY_BACK}`,
    came,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Only this machine reaches it. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
