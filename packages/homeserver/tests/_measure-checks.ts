// What it costs to know who calls, in CPU time: `node tools/bin/run.mjs packages/homeserver/tests/_measure-checks.ts`. A token
// that is remembered, looked up by its hash; the same on the connection that has shown it before; and a proof that it is bound by.
import { generateKeyPairSync, hash, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { openDatabase } from '../src/db/pool.ts'
import { createSessions } from '../src/features/accounts/sessions.ts'
import type { TokenOwner } from '../src/features/accounts/tokens-store.ts'
import { createProofs } from '../src/http/dpop.ts'
import type { Session } from '../src/session.ts'

const TOKENS = 10_000
const PROOFS = 4_000
const ROUNDS = 5
const clock = { now: () => 1_800_000_000_000 }
const ip = (): string => '192.0.2.1'

const ownerOf = (index: number): TokenOwner => ({
  userId: `@person${index}:test`, userNid: index, deviceId: 'D', deviceNid: index, isGuest: false, isAdmin: false, isSuspended: false,
  isLocked: false, mustEnrol: false, state: 'active', accountType: 'agent', organisationNid: null, roles: [], onProbationSinceMs: null,
  expiresAtMs: null, confirms: null, clientId: 'client', dpopJkt: null,
})

/** The least CPU time of a few rounds, in microseconds for each of so many; other work on the machine only adds to it. */
function cpuUs(count: number, work: () => void): number {
  let least = Infinity
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / count)
  }
  return Math.round(least * 100) / 100
}

async function measureTokens(): Promise<Record<string, number>> {
  const { db } = openDatabase('postgres://nowhere')
  let looked = 0
  const sessions = createSessions({ db, clock, tellOthers: async () => [], hintOthers: () => undefined }, async () => ownerOf((looked += 1)))
  const tokens = Array.from({ length: TOKENS }, (_, index) => `ct_${index.toString().padStart(40, 'x')}`)
  const known: Session[] = []
  for (const token of tokens) known.push(await sessions.authenticate(token, ip))
  const token = cpuUs(TOKENS, () => {
    for (const each of tokens) void sessions.authenticate(each, ip)
  })
  const sameConnection = cpuUs(TOKENS, () => {
    for (const each of known) if (sessions.reuse(each, ip) === undefined) throw new Error('a session was forgotten')
  })
  if (looked !== TOKENS) throw new Error('a token was looked up again')
  return { token, sameConnection }
}

function measureProofs(name: 'ES256' | 'EdDSA', { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): number {
  const url = 'https://chappe.test/_matrix/client/v3/sync'
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  const jwk = y === undefined ? { kty, crv, x } : { kty, crv, x, y }
  const accessToken = 'ct_a-token'
  const ath = hash('sha256', accessToken, 'base64url')
  const proofOf = (jti: string): string => {
    const parts = [{ typ: 'dpop+jwt', alg: name, jwk }, { jti, htm: 'GET', htu: url, iat: clock.now() / 1000, ath }]
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const how = name === 'ES256' ? ({ key: privateKey, dsaEncoding: 'ieee-p1363' } as const) : privateKey
    return `${signed}.${sign(name === 'ES256' ? 'sha256' : null, Buffer.from(signed), how).toString('base64url')}`
  }
  const proofs = createProofs(clock)
  // Each is good once: every round has its own.
  const rounds = Array.from({ length: ROUNDS }, (_, round) => Array.from({ length: PROOFS }, (_each, index) => proofOf(`${round} ${index}`)))
  return cpuUs(PROOFS, () => {
    for (const proof of rounds.pop() ?? []) proofs.check(proof, { method: 'GET', url, token: accessToken })
  })
}

const figures = {
  unit: 'CPU-microseconds each',
  ...(await measureTokens()),
  proofES256: measureProofs('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  proofEdDSA: measureProofs('EdDSA', generateKeyPairSync('ed25519')),
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
