// Signing devices in through OAuth 2.0, of people whose browsers are signed in to the server's pages: from the
// application's request over the page that asks to the tokens. How they proved to be there is not part of it.
// Of Chappe only, since it sends the forms of its pages.

import { Agent } from 'node:http'
import { LOAD_METRICS, cpuFigures, measureCpu, outcomeFigures, scaled, type Benchmark } from '../benchmark.ts'
import { forEachConcurrently, withApi } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'
import { allowDevice, askForDevice, runSignIns, sendForm, siteOf, type Site } from './sign-in-load.ts'

const CONNECTIONS = 16
const PEOPLE = 64
/** The pages take no proof that is older than five minutes. */
const PROOF_MS = 4 * 60_000

export const oauthSignIn: Benchmark = {
  name: 'oauth-sign-in',
  about: 'devices/s signed in through OAuth 2.0: authorize, the page that asks, yes, the code, the tokens; 64 people, 16 connections (scale: people)',
  metrics: LOAD_METRICS,
  connections: CONNECTIONS,
  warmUp: true,
  needsLifecycle: false,
  async prepare({ target, options, say }) {
    const people = Math.max(1, scaled(PEOPLE, options.scale))
    const accounts = await withApi(target.address, { sharedSecret: target.sharedSecret }, (api) => registerAccounts({ api, folder: target.folder, say }, people))
    const agent = new Agent({ keepAlive: true, maxSockets: options.connections ?? CONNECTIONS })
    const site = await siteOf(agent, target.address)
    const browsers: Browser[] = []
    await forEachConcurrently(accounts, 4, async ({ userId, password }) => {
      browsers.push(await openBrowser(site, userId, password))
    })
    const signedInMs = performance.now()
    say(`${people} browsers are signed in`)
    let turn = 0
    return {
      facts: { people, connections: options.connections ?? CONNECTIONS },
      async run(durationMs) {
        if (performance.now() - signedInMs + durationMs > PROOF_MS) throw new Error('the browsers signed in too long ago: measure fewer or shorter runs')
        const workers = options.connections ?? CONNECTIONS
        const { result, cpu } = await measureCpu(target, () => runSignIns({ workers, durationMs }, async () => {
          turn += 1
          const { cookie } = at(browsers, turn % browsers.length)
          await allowDevice(site, await askForDevice(site, cookie, `BENCH${turn}`))
        }))
        return { figures: { ...outcomeFigures(result), ...cpuFigures(cpu, result.completed) }, errors: result.errors, errorSamples: result.errorSamples }
      },
      async close() {
        agent.destroy()
      },
    }
  },
}

interface Browser {
  cookie: string
}

async function openBrowser(site: Site, user: string, password: string): Promise<Browser> {
  const sent = await sendForm(site, '/signin', '', { user, password, continue: '/account' })
  if (sent.cookie === '') throw new Error(`${user} could not sign in: ${sent.status}`)
  return { cookie: sent.cookie }
}
