// The visitors as whom a server is asked: a build that is meant for one person shows by being served to one of them and not to the
// others.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Served } from './compare-code.ts'

/** One of them. */
export interface Visitor {
  /** As what and from where, for people. */
  name: string
  headers: Readonly<Record<string, string>>
  /** An address of this machine; undefined: whichever the system takes. */
  from: string | undefined
  /** What stands where a path has a star. */
  word: string
}

/** Who they are made of. */
export interface VisitorWishes {
  rounds: number
  from: readonly string[]
  cookies: readonly string[]
}

const AGENTS = [
  ['Chrome on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', 'fr-FR,fr;q=0.9,en;q=0.5', 'gzip, deflate, br'],
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'en-GB,en;q=0.8', 'br'],
  ['Safari on iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1', 'fr-FR', 'gzip'],
  ['Chrome on Android', 'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36', 'de-DE,de;q=0.9', 'identity'],
] as const
const WAIT_MS_MAX = 60_000
/** A file that is longer than it should be is read so far that this shows. */
const BEYOND_BYTES = 4 * 1024 * 1024

/** In each round every browser comes, with and without cookies, from each address in turn. */
export function visitorsOf({ rounds, from, cookies }: VisitorWishes): Visitor[] {
  const jars = ['', ...cookies]
  const addresses = from.length === 0 ? [undefined] : from
  return Array.from({ length: rounds }).flatMap(() =>
    addresses.flatMap((address) =>
      jars.flatMap((jar, at) =>
        AGENTS.map(([name, agent, language, encoding]): Visitor => ({
          name: [name, at === 0 ? 'no cookie' : `cookie ${at}`, address].filter((each) => each !== undefined).join(', '),
          headers: { 'user-agent': agent, 'accept-language': language, 'accept-encoding': encoding, ...(jar === '' ? {} : { cookie: jar }) },
          from: address,
          word: randomBytes(6).toString('hex'),
        })),
      ),
    ),
  )
}

/** Fetches an address as one of them; follows nothing. `bytes`: how long it should be. Throws where there is no answer. */
export async function fetchAs(url: URL, visitor: Visitor, bytes: number): Promise<Served> {
  const response = await ask(url, visitor)
  const body = await readAll(response, bytes + BEYOND_BYTES)
  return { status: response.statusCode ?? 0, headers: plain(response), body }
}

function ask(url: URL, { headers, from }: Visitor): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((done, failed) => {
    const asking = request(url, { headers, agent: false, timeout: WAIT_MS_MAX, ...(from === undefined ? {} : { localAddress: from }) }, done)
    asking.on('timeout', () => asking.destroy(new Error('no answer in a minute')))
    asking.on('error', failed)
    asking.end()
  })
}

async function readAll(response: IncomingMessage, max: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > max) throw new Error(`more than ${max} bytes`)
    chunks.push(bytes)
  }
  const body = Buffer.concat(chunks)
  const encoding = response.headers['content-encoding']
  if (encoding === 'br') return brotliDecompressSync(body, { maxOutputLength: max })
  return encoding === 'gzip' ? gunzipSync(body, { maxOutputLength: max }) : body
}

function plain({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}
