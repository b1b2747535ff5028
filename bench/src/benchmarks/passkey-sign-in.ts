// Signing people in from nothing to the tokens of a device: the application asks, the browser shows the page to sign in on,
// a passkey signs its challenge, the page asks, the person says yes, the code is exchanged. The passkeys are keys in this
// process; whatever an authenticator takes is not part of it, and what signing costs is the generator's.
// Of a Chappe that the bench starts only, since the public halves are written into its database.

import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { Agent } from 'node:http'
import { LOAD_METRICS, cpuFigures, measureCpu, outcomeFigures, scaled, type Benchmark } from '../benchmark.ts'
import { withApi } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'
import { insertPasskeys } from '../people/sessions-store.ts'
import { allowDevice, askForDevice, joined, openPage, pathOf, runSignIns, sendForm, siteOf, type Asking, type Site } from './sign-in-load.ts'

const CONNECTIONS = 16
const PEOPLE = 64

interface Passkey {
  userId: string
  credentialId: Buffer
  publicKey: Buffer
  privateKey: KeyObject
  uses: number
}

export const passkeySignIn: Benchmark = {
  name: 'passkey-sign-in',
  about: 'people/s signed in with a passkey through OAuth 2.0: authorize, the page to sign in on, the passkey, the page that asks, yes, the code, the tokens; 64 people, 16 connections; only for a Chappe that the bench starts (scale: people)',
  metrics: LOAD_METRICS,
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const people = Math.max(1, scaled(PEOPLE, options.scale))
    const accounts = await withApi(target.address, { sharedSecret: target.sharedSecret }, (api) => registerAccounts({ api, folder: target.folder, say }, people))
    const passkeys = accounts.map(({ userId }) => createPasskey(userId))
    await insertPasskeys(target, passkeys)
    const agent = new Agent({ keepAlive: true, maxSockets: options.connections ?? CONNECTIONS })
    const site = await siteOf(agent, target.address)
    let turn = 0
    return {
      facts: { people, connections: options.connections ?? CONNECTIONS },
      async run(durationMs) {
        const workers = options.connections ?? CONNECTIONS
        const { result, cpu } = await measureCpu(target, () => runSignIns({ workers, durationMs }, async () => {
          turn += 1
          // Nobody signs in twice at once: their passkey counts.
          const passkey = at(passkeys, turn % passkeys.length)
          const asking = await askForDevice(site, '', `BENCH${turn}`)
          await allowDevice(site, await prove(site, asking, passkey))
        }))
        return { figures: { ...outcomeFigures(result), ...cpuFigures(cpu, result.completed) }, errors: result.errors, errorSamples: result.errorSamples }
      },
      async close() {
        agent.destroy()
      },
    }
  },
}

/** The browser comes to the page to sign in on, and goes back with the cookie of who has. */
async function prove(site: Site, asking: Asking, passkey: Passkey): Promise<Asking> {
  const page = await openPage(site, asking)
  const challenge = /&#34;challenge&#34;:&#34;([\w-]+)&#34;/.exec(page.text)?.[1]
  if (challenge === undefined) throw new Error(`no challenge on the page to sign in on: ${page.status}`)
  const goesOn = /name="continue" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const proved = await sendForm(site, '/signin', asking.cookie, { continue: goesOn, credential: assert(site.origin, passkey, challenge) })
  if (proved.status !== 303) throw new Error(`the passkey was not taken: ${proved.status}`)
  return { ...asking, path: pathOf(proved.location), cookie: joined(asking.cookie, proved.cookie) }
}

function createPasskey(userId: string): Passkey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  // A COSE key: EC2, ES256, P-256, x and y. https://www.rfc-editor.org/rfc/rfc9053#section-7.1.1
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url'),
  ])
  return { userId, credentialId: randomBytes(32), publicKey: cose, privateKey, uses: 0 }
}

/** https://www.w3.org/TR/webauthn-3/#sctn-op-get-assertion */
function assert(origin: string, passkey: Passkey, challenge: string): string {
  passkey.uses += 1
  const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }))
  const authData = Buffer.alloc(37)
  createHash('sha256').update(new URL(origin).hostname).digest().copy(authData)
  // Somebody was there, and was seen to be who they are.
  authData[32] = 0x05
  authData.writeUInt32BE(passkey.uses, 33)
  const signature = sign('sha256', Buffer.concat([authData, createHash('sha256').update(clientData).digest()]), passkey.privateKey)
  const id = passkey.credentialId.toString('base64url')
  const [clientDataJSON, authenticatorData] = [clientData.toString('base64url'), authData.toString('base64url')]
  const response = { clientDataJSON, authenticatorData, signature: signature.toString('base64url') }
  return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
}
