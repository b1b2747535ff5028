// `chappe witness`: a small program for a machine of another organisation. It signs each head of a ledger that goes on from
// the one it signed before, and keeps that one. It sees sizes and hashes, never a row.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { NoteVerifier, TreeHead, WitnessState } from '@chappe/ledger'
import { answerCheckpoint, LedgerFormatError, makeVerifier, parseCheckpoint, parseVerifier, printCheckpoint, printVerifier } from '@chappe/ledger'
import { CommandError } from './command-error.ts'
import { platform } from './ledger-platform.ts'

/** What the commands are given. */
export interface WitnessOptions {
  /** The folder of the witness: its key, and what it has signed. */
  readonly dir: string
}

/** What `serve` is given. */
export interface ServeOptions extends WitnessOptions {
  readonly listen: string
  /** The keys of the ledgers it signs for. */
  readonly ledger: readonly string[]
}

const KEY_FILE = 'witness.key'
const BODY_BYTES_MAX = 65_536
const REQUEST_MS_MAX = 10_000

/** Makes the key of a witness, and says the line that operators put into their configuration. */
export function initWitness(name: string, { dir }: WitnessOptions): void {
  const path = join(dir, KEY_FILE)
  if (existsSync(path)) throw new CommandError(`${path} is there already`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  writeDurably(path, `${name}\n${privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()}`)
  console.log(printVerifier(platform, openKey(dir).self))
}

/** Answers ledgers until it is stopped. */
export async function serveWitness({ dir, listen, ledger }: ServeOptions): Promise<void> {
  const key = openKey(dir)
  const ledgers = ledger.map(readLedger)
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(listen) ?? []
  if (host === '' || Number(port) > 65_535) throw new CommandError('--listen is host:port')
  const server = createServer((request, response) => void answer(request, response, { ...key, ledgers, dir }))
  server.requestTimeout = REQUEST_MS_MAX
  server.headersTimeout = REQUEST_MS_MAX
  await new Promise<void>((done, failed) => {
    server.once('error', (error) => failed(new CommandError(`${listen} cannot be listened on: ${error.message}`)))
    server.listen(Number(port), host, done)
  })
  const address = server.address()
  console.log(`the witness ${key.self.name} signs for ${ledgers.map(({ name }) => name).join(', ')} on http://${host}:${typeof address === 'object' && address !== null ? address.port : port}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => process.exit(0)))
}

/** The key of a witness. */
export interface WitnessKey {
  self: NoteVerifier
  sign(message: Uint8Array): Uint8Array
}

interface Serving extends WitnessKey {
  ledgers: readonly NoteVerifier[]
  dir: string
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const say = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
    response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(text)
  }
  if (request.method !== 'POST' || request.url !== '/add-checkpoint') return say(404, 'only add-checkpoint is answered here\n')
  try {
    const body = await readBody(request)
    if (body === undefined) return say(413, 'too long\n')
    // Read, judged and kept in one turn: no two requests are answered against the same head.
    const { status, text, signed } = answerCheckpoint(platform, body, stateOf(serving))
    if (signed !== undefined) writeDurably(headPath(serving.dir, signed.origin), printCheckpoint(platform, signed))
    say(status, text, status === 409 ? 'text/x.tlog.size' : undefined)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    if (!response.headersSent) say(500, 'the witness cannot sign now\n')
  }
}

function stateOf({ ledgers, self, sign: signMessage, dir }: Serving): WitnessState {
  return { ledgers, self, sign: signMessage, timeS: Math.floor(Date.now() / 1000), findHead: (origin) => readHeadOf(dir, origin) }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > BODY_BYTES_MAX) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Opens the key of a witness. Throws `CommandError` where there is none. */
export function openKey(dir: string): WitnessKey {
  const path = join(dir, KEY_FILE)
  if (!existsSync(path)) throw new CommandError(`${path} is not there: chappe witness init makes it`)
  const [name = '', ...pem] = readFileSync(path, 'utf8').split('\n')
  try {
    const key = createPrivateKey(pem.join('\n'))
    const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
    return { self: makeVerifier(platform, { name, kind: 'cosignature', publicKey }), sign: (message) => sign(null, message, key) }
  } catch {
    throw new CommandError(`${path} is no key of a witness`)
  }
}

function readLedger(text: string): NoteVerifier {
  try {
    return parseVerifier(platform, text)
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CommandError(`${error.message}: ${text.slice(0, 80)}`)
    throw error
  }
}

function readHeadOf(dir: string, origin: string): TreeHead | undefined {
  const path = headPath(dir, origin)
  return existsSync(path) ? parseCheckpoint(platform, readFileSync(path, 'utf8')) : undefined
}

function headPath(dir: string, origin: string): string {
  return join(dir, `head-${createHash('sha256').update(origin).digest('hex').slice(0, 32)}`)
}

/** Whole or not at all, and on the disk before it counts. */
function writeDurably(path: string, text: string): void {
  const made = `${path}.new`
  const file = openSync(made, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(made, path)
  const folder = openSync(join(path, '..'), constants.O_RDONLY)
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
