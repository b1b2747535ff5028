// `npm run dev`: the server with people in it. Alice and Bob, a direct message and an open room, in `data/dev`; the
// second start finds them there. Everything is made over the public API, as any client would.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HttpAnswer, Person } from '@chappe/testkit'
import { createPerson, request } from '@chappe/testkit'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START = fileURLToPath(new URL('../../apps/server/bin/start.mjs', import.meta.url))
const READY = /^chappe is ready on (\S+) /m
const PASSWORD = 'not a secret: for trying out only'
const OPEN_ROOM = 'canteen'
const NAMES = ['alice', 'bob'] as const
/** What they are called. */
const CALLED = { alice: 'Alice Martin', bob: 'Bob Durand' } as const

/** Starts the server, with further flags of `npm start` after its own; resolves with its URL when it answers. */
async function startServer(flags: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const args = [START, '--data_dir=data/dev', '--profile=matrix', '--rate_limits=off', ...flags]
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['inherit', 'pipe', 'inherit'] })
  const ready = Promise.withResolvers<string>()
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    printed += chunk.toString('utf8')
    const url = READY.exec(printed)?.[1]
    if (url !== undefined) ready.resolve(url)
  })
  child.once('exit', (code) => ready.reject(new Error(`the server ended with code ${code}`)))
  return { child, url: await ready.promise }
}

/** Somebody's session: a new account, or a login where there is one already. */
async function comeIn(url: string, name: (typeof NAMES)[number]): Promise<{ person: Person; isNew: boolean }> {
  const device = { device_id: 'DEVSETUP', initial_device_display_name: 'npm run dev' }
  const made = await request(url, 'POST', '/_matrix/client/v3/register', {
    body: { ...device, auth: { type: 'm.login.dummy' }, username: name, password: PASSWORD },
  })
  if (made.status === 200) {
    const person = createPerson(() => url, made.body)
    const named = await person.put(`/_matrix/client/v3/profile/${encodeURIComponent(person.userId)}/displayname`, { displayname: CALLED[name] })
    if (named.status !== 200) throw failure(`${name} could not be named`, named)
    return { person, isNew: true }
  }
  if (made.body.errcode !== 'M_USER_IN_USE') throw failure(`${name} could not register`, made)
  const login = await request(url, 'POST', '/_matrix/client/v3/login', {
    body: { ...device, type: 'm.login.password', identifier: { type: 'm.id.user', user: name }, password: PASSWORD },
  })
  if (login.status !== 200) throw failure(`${name} could not log in`, login)
  return { person: createPerson(() => url, login.body), isNew: false }
}

/** The direct message of Alice with Bob, made where there is none. */
async function openDirectMessage(alice: Person, bob: Person): Promise<void> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(alice.userId)}/account_data/m.direct`
  const known = await alice.get(path)
  if (known.status === 200 && Array.isArray(known.body[bob.userId])) return
  const roomId = await alice.createRoom({ preset: 'trusted_private_chat', is_direct: true, invite: [bob.userId] })
  await bob.join(roomId)
  await setDirect(alice, bob, roomId)
  await setDirect(bob, alice, roomId)
  await sayInTurn(roomId, [
    [alice, 'Hello Bob, can you read this?'],
    [bob, 'Every word. Lunch at noon?'],
    [alice, 'See you in the canteen.'],
  ])
}

async function setDirect(person: Person, other: Person, roomId: string): Promise<void> {
  const answer = await person.put(`/_matrix/client/v3/user/${encodeURIComponent(person.userId)}/account_data/m.direct`, { [other.userId]: [roomId] })
  if (answer.status !== 200) throw failure('the direct message could not be marked as one', answer)
}

/** The open room, with everybody in it; whoever is there already stays. */
async function openOpenRoom(serverName: string, alice: Person, bob: Person): Promise<void> {
  const alias = `#${OPEN_ROOM}:${serverName}`
  const made = await alice.post('/_matrix/client/v3/createRoom', {
    preset: 'public_chat',
    visibility: 'public',
    name: 'Canteen',
    topic: 'What there is to eat',
    room_alias_name: OPEN_ROOM,
  })
  if (made.status !== 200 && made.body.errcode !== 'M_ROOM_IN_USE') throw failure('the open room could not be made', made)
  await bob.join(alias)
  if (made.status !== 200) return
  await sayInTurn(made.body.room_id, [
    [alice, 'Today: leek soup.'],
    [bob, 'Again?'],
    [alice, 'Again.'],
  ])
}

async function sayInTurn(roomId: string, talk: readonly (readonly [Person, string])[]): Promise<void> {
  for (const [index, [person, text]] of talk.entries()) {
    await person.send(roomId, 'm.room.message', { msgtype: 'm.text', body: text }, `dev-${index}`)
  }
}

function failure(what: string, answer: HttpAnswer): Error {
  return new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
}

async function fillWithPeople(url: string): Promise<string> {
  const [alice, bob] = [await comeIn(url, NAMES[0]), await comeIn(url, NAMES[1])]
  const serverName = alice.person.userId.slice(alice.person.userId.indexOf(':') + 1)
  await openDirectMessage(alice.person, bob.person)
  await openOpenRoom(serverName, alice.person, bob.person)
  return serverName
}

const { child, url } = await startServer(process.argv.slice(2))
const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
try {
  const serverName = await fillWithPeople(url)
  console.log(`people: ${NAMES.map((name) => `@${name}:${serverName}`).join(', ')}, both with the password "${PASSWORD}"`)
  console.log(`rooms: a direct message of the two, and #${OPEN_ROOM}:${serverName} for everybody`)
  console.log(`log in with any Matrix client: homeserver ${url}, user ${NAMES[0]}, and that password. Ctrl+C ends it.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  child.kill('SIGTERM')
}
process.exitCode = await ended
