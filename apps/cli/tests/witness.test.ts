// The ledger proven: a witness on another machine signs it, somebody without a server looks at evidence, and so does a program
// that shares no code with ours.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Evidence } from '@chappe/ledger'
import type { Person, TestServer } from '@chappe/testkit'
import { requireProgram, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const CHAPPE = fileURLToPath(new URL('../bin/chappe.mjs', import.meta.url))
const OTHER_VERIFIER = fileURLToPath(new URL('_other_verifier.py', import.meta.url))

let folder: string
let witness: { child: ChildProcess; url: string; key: string }
let chappe: TestServer<Server>
let alice: Person
let bob: Person
let roomId: string

interface Ended {
  code: number | null
  out: string
  err: string
}

function run(program: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...ended })))
}

const command = (...args: string[]) => run(process.execPath, [CHAPPE, ...args])

/** Starts the witness on a port of its own, for a ledger. */
async function startWitness(listen: string, ledger: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [CHAPPE, 'witness', 'serve', '--dir', join(folder, 'witness'), '--listen', listen, '--ledger', ledger], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const found = /http:\S+/.exec(out)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`the witness ended with ${code}: ${out}`)))
  })
  return { child, url }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-witness-'))
  const made = await command('witness', 'init', 'audit.example.net/witness', '--dir', join(folder, 'witness'))
  expect(made).toMatchObject({ code: 0, err: '' })
  const key = made.out.trim()
  // The ledger's key is made at the first start of its server; the witness is told it, and the server whom to ask.
  chappe = await startTestServer(buildServer, { dataDir: folder })
  const { key: ledger } = await proven().standing()
  const { child, url } = await startWitness('127.0.0.1:0', ledger)
  witness = { child, url, key }
  chappe.config.ledger = { keepMonths: 12, witnesses: [{ url, key }] }
  await chappe.restart()
  alice = await chappe.person('alice')
  bob = await chappe.person('bob')
  roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
})
afterAll(async () => {
  witness.child.kill()
  await chappe[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const proven = () => chappe.server.homeserver.ports.provenLedger
const ledgerKey = async () => (await proven().standing()).key

async function numberOf(person: Person): Promise<number> {
  const [row] = await chappe.database.query('SELECT user_nid::int AS nid FROM account WHERE user_id = $1', [person.userId])
  return Number(row?.['nid'])
}

/** Bob reads something, and what proves it is written into a file. */
async function proveBob(name: string, earlier: readonly { size: number; note: string }[] = []): Promise<{ file: string; evidence: Evidence }> {
  await alice.say(roomId, `soup? (${name})`)
  await bob.syncOn()
  const evidence = await proven().prove({ account: await numberOf(bob), fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, earlier })
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(evidence))
  return { file, evidence }
}

const verify = async (file: string, ...more: string[]) => command('verify-report', file, '--key', await ledgerKey(), ...more)

test('what Bob read is proven to an auditor, with the witness’s signature, and from the head that the case began with', async () => {
  const before = await proven().sign()
  const { file, evidence } = await proveBob('bob', [before])
  const answer = await verify(file, '--witness', witness.key)
  expect(answer).toMatchObject({ code: 0, err: '' })
  expect(answer.out).toContain(`PROVEN: ${evidence.rows.length} rows of chappe.test/ledger`)
  expect(answer.out).toContain('signed by audit.example.net/witness, who saw it at 20')
  expect(answer.out).toContain(`goes on from the head of ${before.size} rows`)
  expect(answer.out).toMatch(/^ {2}sync: \d+ rows, \d+ shown$/m)
  const alices = await numberOf(alice)
  expect(evidence.rows.filter((row) => row.account === alices)).toEqual([])
})

test('a row that is changed, left out or made up is not proven; neither is a file that is none', async () => {
  const { evidence } = await proveBob('forged')
  const [first] = evidence.rows
  if (first === undefined) throw new Error('Bob read nothing')
  const forgeries: [string, unknown, string][] = [
    ['changed', { ...evidence, rows: evidence.rows.with(0, { ...first, bytes: first.bytes + 1 }) }, 'the rows are not those of the ledger'],
    ['left-out', { ...evidence, rows: evidence.rows.slice(1) }, 'the rows are not those of the ledger'],
    ['made-up', { ...evidence, rows: [...evidence.rows, { ...first, leaf: (evidence.rows.at(-1)?.leaf ?? 0) + 1 }] }, 'the rows are not those of the ledger'],
    ['a-list', [], 'not an object'],
  ]
  for (const [name, forged, words] of forgeries) {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(forged))
    const answer = await verify(file)
    expect([name, answer.code, answer.err]).toEqual([name, 1, expect.stringContaining(`NOT PROVEN: ${words}`) as string])
  }
  writeFileSync(join(folder, 'none.json'), 'rows')
  expect(await verify(join(folder, 'none.json'))).toMatchObject({ code: 1, err: expect.stringContaining('it is not JSON') as string })
})

test('a program that shares nothing with ours comes to the same, for good evidence and for bad', async (context) => {
  requireProgram(context, 'python3')
  requireProgram(context, 'openssl')
  const { file, evidence } = await proveBob('other')
  const key = await ledgerKey()
  const good = await run('python3', [OTHER_VERIFIER, file, key, witness.key])
  expect(good).toMatchObject({ code: 0, out: `proven ${evidence.rows.length}\n` })
  const bad = join(folder, 'other-bad.json')
  for (const forged of [{ ...evidence, rows: evidence.rows.slice(1) }, { ...evidence, checkpoint: evidence.checkpoint.replace(/\n\d+\n/, '\n1\n') }, { ...evidence, proof: [...evidence.proof, Buffer.alloc(32).toString('base64')] }]) {
    writeFileSync(bad, JSON.stringify(forged))
    expect((await run('python3', [OTHER_VERIFIER, bad, key, witness.key])).code).toBe(1)
    expect((await verify(bad)).code).toBe(1)
  }
})

test('a witness that is away is asked again, and signs then; what it has not signed is not green', async () => {
  witness.child.kill()
  await new Promise((resolve) => witness.child.once('exit', resolve))
  const { file } = await proveBob('alone')
  expect((await proven().standing()).witnesses).toMatchObject([{ name: 'audit.example.net/witness', problem: expect.stringContaining('does not answer') as string }])
  expect(await verify(file, '--witness', witness.key)).toMatchObject({ code: 1, err: expect.stringContaining('0 of 1 witnesses have signed') as string })
  expect(await verify(file, '--witness', witness.key, '--witnesses-min', '0')).toMatchObject({ code: 0 })
  const again = await startWitness(new URL(witness.url).host, await ledgerKey())
  witness = { ...again, key: witness.key }
  const later = await proveBob('together')
  expect(await verify(later.file, '--witness', witness.key)).toMatchObject({ code: 0 })
  expect((await proven().standing()).witnesses).toMatchObject([{ problem: undefined, size: (await proven().standing()).size }])
})

test('whoever takes a block out before it is in the tree is seen; whoever takes the end of the ledger away, by the witness', async () => {
  const { file } = await proveBob('before')
  await chappe.database.query('ALTER TABLE ledger_block DISABLE TRIGGER USER')
  // Somebody who owns the database lets the block of a read vanish before it is in the tree.
  const [last] = await chappe.database.query('SELECT max(block)::int AS block FROM ledger_block')
  await chappe.database.query(`CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN CASE WHEN NEW.block = ${Number(last?.['block']) + 1} THEN NULL ELSE NEW END; END'`)
  await chappe.database.query('CREATE TRIGGER swallow BEFORE INSERT ON ledger_block FOR EACH ROW EXECUTE FUNCTION swallow()')
  await bob.sync()
  await bob.sync()
  await proven().sign()
  expect((await proven().standing()).broken).toMatch(/^block \d+ does not follow block \d+ of its process$/)
  await chappe.database.query('DROP FUNCTION swallow CASCADE')

  // What was proven before stays proven.
  expect(await verify(file, '--witness', witness.key)).toMatchObject({ code: 0 })

  // The whole tree made anew without its last rows: it fits itself, and not what the witness holds.
  await chappe.database.query('DELETE FROM ledger_block WHERE block > (SELECT max(block) - 5 FROM ledger_block)')
  for (const table of ['ledger_placement', 'ledger_tile', 'ledger_checkpoint', 'ledger_chain', 'ledger_reader']) await chappe.database.query(`DELETE FROM ${table}`)
  await chappe.database.query('UPDATE ledger_tree SET size = 0, broken = NULL')
  await chappe.restart()
  await proven().sign()
  expect((await proven().standing()).witnesses[0]?.problem).toMatch(/rows are missing here/)
})

test('the keys are for their owners alone', () => {
  for (const file of ['ledger.key', 'witness/witness.key']) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
})
