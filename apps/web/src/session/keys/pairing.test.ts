// Two devices of Carol's and a server between them: by one code the telephone is let in, signed and has the keys, whichever shows it;
// and where the server lies about a key, or names another identity, nothing is let in.
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { KeyState } from './key-state.ts'
import type { Look } from './look.ts'
import type { Pairing, PairingState } from './pairing.ts'
import { createPairing } from './pairing.ts'

vi.hoisted(() => vi.stubGlobal('location', new URL('https://here/')))
vi.mock('./touch.ts', () => ({ NotTouched: class extends Error {}, touchForPairing: () => Promise.resolve('signed'), withTouch: (_signedIn: unknown, run: () => unknown) => run() }))

const CAROL = '@carol:here'
const KEYS: Readonly<Record<string, string>> = { LAPTOP: 'laptop-key', PHONE: 'phone-key' }

interface Body {
  [name: string]: string
}
interface Kept extends Body {
  state: string
}

/** The server, which knows one code at a time, and may lie in what it answers. */
function server(lie: (answer: Record<string, unknown>) => void = () => undefined) {
  let kept: (Kept & { by: string; other?: Body & { by: string } }) | undefined
  const described = (by: string, { device_key, master_key, proof }: Body): Record<string, unknown> => {
    const answer = { device_id: by, display_name: `Carol’s ${by}`, device_key, master_key, proof }
    lie(answer)
    return answer
  }
  const answer = (by: string, path: string, body: Body): unknown => {
    const what = path.split('/').at(-1)
    if (what === 'query') return { master_keys: { [CAROL]: { keys: { 'ed25519:identity': 'identity' } } } }
    if (what === 'pairings') kept = { ...body, by, state: 'open' }
    if (kept === undefined || kept['token'] !== body['token']) throw new Error('no such code')
    if (what === 'read' || what === 'join') {
      kept.state = 'met'
      kept.other = { by, device_key: KEYS[by] ?? '', master_key: 'identity', proof: body['proof'] ?? '' }
      return described(kept.by, kept)
    }
    if (what === 'accept') kept.state = 'accepted'
    if (what === 'end') Object.assign(kept, { state: 'ended', reason: body['reason'] })
    if (what === 'look') return { state: kept.state, reason: kept['reason'], ...(kept.other !== undefined && kept.by === by && kept.other['proof'] !== '' ? { other: described(kept.other.by, kept.other) } : {}) }
    return { expires_in_ms: 300_000 }
  }
  return { answer, stands: () => [kept?.state, kept?.['reason']] }
}

let heard: Record<string, (message: unknown) => void>
let acts: string[]
beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 50 })
  heard = {}
  acts = []
})
afterEach(() => vi.useRealTimers())

/** `told`: the keys of devices as the SDK has them from the server. */
function device(id: 'LAPTOP' | 'PHONE', at: Pick<ReturnType<typeof server>, 'answer'>, told = KEYS): Pairing {
  const did = (what: string) => (more?: unknown) => {
    acts.push(`${id} ${what}${typeof more === 'string' ? ` ${more}` : ''}`)
    return Promise.resolve()
  }
  const info = (key: string) => ({ getFingerprint: () => key, getIdentityKey: () => `curve of ${key}` })
  const crypto = {
    getOwnDeviceKeys: () => Promise.resolve({ ed25519: KEYS[id], curve25519: '' }),
    getCrossSigningKeyId: () => Promise.resolve(id === 'LAPTOP' ? 'identity' : null),
    getUserDeviceInfo: () => Promise.resolve(new Map([[CAROL, new Map(Object.entries(told).map(([each, key]) => [each, info(key)]))]])),
    crossSignDevice: did('signs'),
    exportSecretsBundle: () => Promise.resolve({ cross_signing: {} }),
    importSecretsBundle: did('has the keys'),
    checkKeyBackupAndEnable: did('has the backup'),
    encryptToDeviceMessages: (type: string, to: { deviceId: string }[], content: unknown) => Promise.resolve({ batch: to.map(({ deviceId }) => ({ deviceId, message: { type, content } })) }),
  } as unknown as CryptoApi
  const client = {
    getSafeUserId: () => CAROL,
    on: (_name: string, listener: (message: unknown) => void) => (heard[id] = listener),
    off: () => undefined,
    queueToDevice: ({ batch }: { batch: { deviceId: string; message: object }[] }) => {
      for (const { deviceId, message } of batch) heard[deviceId]?.({ message, encryptionInfo: { sender: CAROL, senderDevice: id, senderCurve25519KeyBase64: `curve of ${KEYS[id]}`, senderVerified: true } })
    },
  } as unknown as MatrixClient
  const signedIn = { deviceId: id, call: ({ path, body }: { path: string; body: Body }) => Promise.resolve().then(() => at.answer(id, path, body)) } as unknown as SignedIn
  const look = { during: (act: () => unknown) => act(), check: () => Promise.resolve() } as unknown as Look
  const keyState = createStore<KeyState>(() => (id === 'PHONE' ? { kind: 'probation' } : { kind: 'ready' }))
  const backlog = { weigh: () => Promise.resolve({ unsent: 0, unsaved: 0, isBackedUp: true }) }
  return createPairing({ client, crypto, signedIn, look, keyState, backlog, onOpened: () => acts.push(`${id} reads`) })
}

const until = (pairing: Pairing, kind: PairingState['kind']): Promise<void> => vi.waitFor(() => expect(pairing.state.getState().kind).toBe(kind), 5_000)
const scanOf = ({ state }: Pairing): string => {
  const shown = state.getState()
  return shown.kind === 'shown' ? shown.scan : ''
}
const DONE = ['LAPTOP signs PHONE', 'PHONE has the keys', 'PHONE has the backup', 'PHONE reads']

test('the telephone shows the code, the laptop reads it and says yes, and nothing more is done on either', async () => {
  const at = server()
  const [laptop, phone] = [device('LAPTOP', at), device('PHONE', at)]
  await phone.show()
  await laptop.read(scanOf(phone))
  expect(laptop.state.getState()).toMatchObject({ kind: 'asking', device: { deviceId: 'PHONE', name: 'Carol’s PHONE' } })
  await until(phone, 'read')
  expect(acts).toEqual([])
  await laptop.accept()
  await until(phone, 'done')
  expect([acts, laptop.state.getState()]).toEqual([DONE, { kind: 'done', side: 'in' }])
  await until(phone, 'none')
})

test('the laptop shows the code, the telephone types it, and the laptop says yes', async () => {
  const at = server()
  const [laptop, phone] = [device('LAPTOP', at), device('PHONE', at)]
  await laptop.show()
  const shown = laptop.state.getState()
  await phone.read(shown.kind === 'shown' ? shown.text.toLowerCase() : '')
  expect(phone.state.getState()).toEqual({ kind: 'read' })
  await until(laptop, 'asking')
  await laptop.accept()
  await until(phone, 'done')
  expect(acts).toEqual(DONE)
})

const lies: [string, (answer: Record<string, unknown>) => void][] = [
  ['another key', (answer) => (answer['device_key'] = 'mallory-key')],
  ['another device', (answer) => (answer['device_id'] = 'TABLET')],
  ['another identity', (answer) => (answer['master_key'] = 'mallory')],
  ['another proof', (answer) => (answer['proof'] = 'A'.repeat(43))],
  ['no proof', (answer) => delete answer['proof']],
]
test.each(lies)('a server that names %s is found out by the laptop, whichever shows the code, and it goes on record', async (_, lie) => {
  for (const shows of ['PHONE', 'LAPTOP'] as const) {
    const at = server(lie)
    const [laptop, phone] = [device('LAPTOP', at), device('PHONE', at)]
    const [showing, reading] = shows === 'PHONE' ? [phone, laptop] : [laptop, phone]
    await showing.show()
    await reading.read(scanOf(showing))
    await vi.waitFor(() => expect(reading.state.getState()).toEqual({ kind: 'refused', reason: 'forged' }))
    await laptop.accept()
    expect([at.stands(), acts]).toEqual([['ended', 'keys'], []])
    for (const each of [laptop, phone]) each.stop()
  }
})

test('a server that tells the telephone of another identity than the laptop has, or the laptop of another key than the telephone has, is found out', async () => {
  const told = server()
  const lying = { ...told, answer: (by: string, path: string, body: Body) => (path.endsWith('/query') ? { master_keys: { [CAROL]: { keys: { x: 'mallory' } } } } : told.answer(by, path, body)) }
  const [laptop, phone] = [device('LAPTOP', lying), device('PHONE', lying)]
  await phone.show()
  await laptop.read(scanOf(phone))
  expect(laptop.state.getState()).toEqual({ kind: 'refused', reason: 'forged' })
  const at = server()
  const [deceived, other] = [device('LAPTOP', at, { ...KEYS, PHONE: 'mallory-key' }), device('PHONE', at)]
  await other.show()
  await deceived.read(scanOf(other))
  expect([deceived.state.getState(), at.stands(), acts]).toEqual([{ kind: 'refused', reason: 'forged' }, ['ended', 'keys'], []])
})

test('closing the card makes the code useless, and a no is heard on the other device', async () => {
  const at = server()
  const [laptop, phone] = [device('LAPTOP', at), device('PHONE', at)]
  await phone.show()
  await laptop.read(scanOf(phone))
  laptop.deny()
  await vi.waitFor(() => expect(phone.state.getState()).toEqual({ kind: 'refused', reason: 'denied' }), 5_000)
  await phone.show()
  phone.close()
  await vi.waitFor(() => expect([phone.state.getState(), at.stands()]).toEqual([{ kind: 'none' }, ['ended', 'closed']]))
})

test('a device that is in and hears nothing of the keys says so after half a minute', async () => {
  const at = server()
  const [laptop, phone] = [device('LAPTOP', at), device('PHONE', at)]
  await phone.show()
  await laptop.read(scanOf(phone))
  heard['PHONE'] = () => undefined
  await laptop.accept()
  await until(phone, 'coming')
  // What is on its way is not thrown away by a press of Escape.
  phone.close()
  expect(phone.state.getState().kind).toBe('coming')
  await vi.advanceTimersByTimeAsync(31_000)
  expect(phone.state.getState()).toEqual({ kind: 'refused', reason: 'noKeys' })
})
