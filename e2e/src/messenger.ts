// A server of its own, a browser and accounts, for stories that are told at the messenger.
import { prepareWebApps } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { createPerson } from '@chappe/testkit'
import type { RunningServer } from './running-server.ts'
import { startServerProcess } from './running-server.ts'
import type { PersonOptions, Screen } from './screen.ts'
import { openScreen } from './screen.ts'
import { makeAccountByHand } from './shared-secret.ts'
import type { WebPerson } from './web-person.ts'
import { enterMessenger } from './web-person.ts'

/** Everything a story needs. */
export interface Messenger extends AsyncDisposable {
  readonly server: RunningServer
  /** What the pages said wrong in their consoles. */
  readonly problems: string[]
  /** The browser, opened when it is first wanted: a story that is skipped where there is none opens none. */
  screen(): Promise<Screen>
  /** Makes an account, as its operator does; `made` is what the server answered. */
  makeAccount(username: string, displayname: string, more?: Readonly<Record<string, unknown>>): Promise<Json>
  /** Somebody whose account was made, with a passkey, at the messenger. */
  enter(username: string, options?: PersonOptions): Promise<WebPerson>
  /** The first device of somebody whose account was made, over the API. */
  device(username: string): Person
  /** Makes an encrypted room for people who are at the messenger, the first of them its maker, and opens it for all. Gives back its id. */
  meet(name: string, people: Readonly<Record<string, WebPerson>>): Promise<string>
}

/** What may be told of the server and the browser. */
export interface MessengerOptions {
  profile?: 'government' | 'matrix'
  flags?: readonly string[]
  browserFlags?: readonly string[]
}

const SECRET = 'a secret for this test'

/** Builds the apps where that is needed, and starts a server; in the government profile where nothing else is said. */
export async function openMessenger({ profile = 'government', flags = [], browserFlags = [] }: MessengerOptions = {}): Promise<Messenger> {
  const problems: string[] = []
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  const server = await startServerProcess([`--profile=${profile}`, `--registration_shared_secret=${SECRET}`, ...flags])
  const accounts = new Map<string, Json>()
  let opening: Promise<Screen> | undefined
  const screen = (): Promise<Screen> => (opening ??= openScreen(browserFlags))
  const made = (username: string): Json => {
    const account = accounts.get(username)
    if (account === undefined) throw new Error(`the account ${username} was not made`)
    return account
  }
  const device = (username: string): Person => createPerson(() => server.url, made(username))
  return {
    server,
    problems,
    screen,
    async makeAccount(username, displayname, more = {}) {
      const answer: Json = JSON.parse(await makeAccountByHand(server.url, SECRET, username, { ...more, displayname }))
      accounts.set(username, answer)
      return answer
    },
    enter: async (username, options = {}) =>
      enterMessenger(await screen(), { url: server.url, enrolmentUrl: made(username)['org.chappe.enrolment_url'], problems, ...options }),
    device,
    async meet(name, people) {
      const [first, ...guests] = Object.entries(people)
      if (first === undefined) throw new Error('nobody meets')
      const [maker, host] = first
      const roomId = await device(maker).createRoom({ preset: 'private_chat', name, invite: guests.map(([username]) => `@${username}:localhost`) })
      for (const [, guest] of guests) {
        await guest.open(name)
        await guest.page.getByRole('button', { name: 'Accept' }).click()
        await guest.page.getByRole('textbox', { name: /^Write to / }).waitFor()
      }
      await host.open(name)
      return roomId
    },
    async [Symbol.asyncDispose]() {
      await (await opening)?.[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}
