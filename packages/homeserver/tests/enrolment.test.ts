// Coming in: an address that is shown by mail becomes an account of its organisation.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, MailServer, Person, TestServer } from '@chappe/testkit'
import { startMailServer, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { deviceKeys } from './_keys.ts'
import { codeIn, enrol, openMinistry, signIn } from './_enrolment.ts'
import { haveTouched } from './_ministry.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let mail: MailServer
let ministry: TestServer<Server>
let ada: Person
const ports = () => ministry.server.homeserver.ports
beforeAll(async () => {
  mail = await startMailServer()
  ministry = await startTestServer(buildServer, { profile: 'government', mailUrl: mail.url })
  ada = await madeByOperator(ministry, 'ada', { admin: true })
  await openMinistry(ministry)
})
afterAll(async () => {
  await ministry[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

/** Status, code and, where there is one, what is wrong with a name. */
async function refused(work: Promise<unknown>): Promise<Json> {
  const error: Json = await work.then(() => 'done', (reason: unknown) => reason)
  const fault = error.fields?.['org.chappe.name_fault']
  return fault === undefined ? [error.status, error.code] : [error.status, error.code, fault]
}

describe('an agent', () => {
  test('Jeanne shows her address by a code, and is who she says, of her ministry; her id tells nothing', async () => {
    const { enrolment } = ports()
    const begun = await enrolment.begin('Jeanne.Martin@Interieur.example', 'fr')
    expect(begun).toEqual({ enrolmentId: expect.any(String), isDomainKnown: true })
    const sent = await mail.nextMailTo('jeanne.martin@interieur.example')
    expect(sent.subject).toBe('chappe.test : votre code')
    expect(sent.text).toContain('Ne donnez ce code à personne')
    const proved = await enrolment.prove(begun.enrolmentId, { code: codeIn(sent.text) })
    expect(proved).toEqual({
      enrolmentId: begun.enrolmentId, secret: expect.any(String), address: 'jeanne.martin@interieur.example',
      organisationName: "Ministère de l'intérieur", accountType: 'agent', givenName: undefined,
    })
    const { userId } = await enrolment.complete({ enrolmentId: begun.enrolmentId, secret: proved.secret, name: 'Jeanne Martin' })
    expect(userId).toMatch(/^@u[a-z2-9]{14}:chappe\.test$/)
    const jeanne = await signIn(ministry, userId)
    const profile = await jeanne.get(`/_matrix/client/v3/profile/${userId}`)
    expect(profile.body).toEqual({ displayname: "Jeanne Martin (Ministère de l'intérieur)" })
    expect((await jeanne.get('/_matrix/client/v3/account/3pid')).body.threepids).toMatchObject([{ medium: 'email', address: 'jeanne.martin@interieur.example' }])
    const [row] = await ministry.database.query('SELECT account_type, valid_until_ms FROM account WHERE user_id = $1', [userId])
    expect(row?.['account_type']).toBe('agent')
    expect(Number(row?.['valid_until_ms'])).toBeGreaterThan(ministry.clock.now() + 364 * 86_400_000)
    // The code and what it gave are used up.
    expect(await refused(enrolment.prove(begun.enrolmentId, { code: codeIn(sent.text) }))).toEqual([403, 'M_FORBIDDEN'])
    expect(await refused(enrolment.complete({ enrolmentId: begun.enrolmentId, secret: proved.secret, name: 'Jeanne Martin' }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('the link of the mail does the same, where it is opened', async () => {
    const { enrolment } = ports()
    const { enrolmentId } = await enrolment.begin('lien@interieur.example', 'en')
    const url = new URL(/http:\/\/localhost:8008\/enrol\S+/.exec((await mail.nextMailTo('lien@interieur.example')).text)?.[0] ?? '')
    expect(url.searchParams.get('id')).toBe(enrolmentId)
    const { secret } = await enrolment.prove(enrolmentId, { token: url.searchParams.get('token') ?? '' })
    await enrolment.complete({ enrolmentId, secret, name: 'Luc Ien' })
  })

  test('five tries, a quarter of an hour, and one account for one code', async () => {
    const { enrolment } = ports()
    const guessed = await enrolment.begin('guessed@interieur.example')
    const code = codeIn((await mail.nextMailTo('guessed@interieur.example')).text)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const wrong = String((Number(code.replace(' ', '')) + 1 + attempt) % 100_000_000).padStart(8, '0')
      expect(await refused(enrolment.prove(guessed.enrolmentId, { code: wrong }))).toEqual([403, 'M_FORBIDDEN'])
    }
    expect(await refused(enrolment.prove(guessed.enrolmentId, { code }))).toEqual([403, 'M_FORBIDDEN'])
    const late = await enrolment.begin('late@interieur.example')
    const lateCode = codeIn((await mail.nextMailTo('late@interieur.example')).text)
    ministry.clock.advance(15 * 60_000 + 1)
    expect(await refused(enrolment.prove(late.enrolmentId, { code: lateCode }))).toEqual([403, 'M_FORBIDDEN'])
    const twice = await enrolment.begin('twice@interieur.example')
    const { secret } = await enrolment.prove(twice.enrolmentId, { code: codeIn((await mail.nextMailTo('twice@interieur.example')).text) })
    const both = await Promise.allSettled([1, 2].map(() => enrolment.complete({ enrolmentId: twice.enrolmentId, secret, name: 'Tom Wice' })))
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await refused(enrolment.prove('made-up', { code }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('a hundred guesses at once are five', async () => {
    const { enrolment } = ports()
    const { enrolmentId } = await enrolment.begin('storm@interieur.example')
    const code = codeIn((await mail.nextMailTo('storm@interieur.example')).text)
    await Promise.allSettled(Array.from({ length: 100 }, () => enrolment.prove(enrolmentId, { code: '00000000' === code ? '1' : '00000000' })))
    expect(await ministry.database.query('SELECT tries FROM address_proof WHERE proof_id = $1', [enrolmentId])).toEqual([{ tries: 5 }])
  })

  test.each([
    ['Support', 'reserved'], ['Аdmin Réseau', 'scripts'], ['Α. Αdmin', 'scripts'], ['Assistance Réseau', 'reserved'], ['Jeanne (Élysée)', 'characters'], ['', 'empty'], ['Jeannе Martin', 'scripts'],
  ])('nobody is called %j', async (name, fault) => {
    const { enrolment } = ports()
    const address = `n${Buffer.from(name).toString('hex').slice(0, 40)}@interieur.example`
    const { enrolmentId } = await enrolment.begin(address)
    const { secret } = await enrolment.prove(enrolmentId, { code: codeIn((await mail.nextMailTo(address)).text) })
    expect(await refused(enrolment.complete({ enrolmentId, secret, name }))).toEqual([400, 'M_INVALID_PARAM', fault])
    // The proof is not used up by it: they say another name.
    expect((await enrolment.complete({ enrolmentId, secret, name: 'Paul Durand' })).userId).toMatch(/^@u/)
  })
})

describe('an address that has an account', () => {
  test.each(['active', 'contained', 'suspended', 'expired', 'quarantined', 'closed'])('%s: enrolling again changes nothing, is answered the same, and its owner hears of it', async (state) => {
    const { enrolment } = ports()
    const address = `was.${state}@interieur.example`
    const userId = await enrol(ministry, mail, address, 'Was There')
    await ministry.database.query('UPDATE account SET state = $2 WHERE user_id = $1', [userId, state])
    const begun = await enrolment.begin(address, 'en')
    expect(begun).toEqual({ enrolmentId: expect.any(String), isDomainKnown: true })
    const sent = await mail.nextMailTo(address)
    expect(sent.subject).toBe('chappe.test: this address has an account already')
    expect(sent.text).not.toMatch(/\d{4} \d{4}|http/)
    expect(await ministry.database.query('SELECT state FROM account WHERE user_id = $1', [userId])).toEqual([{ state }])
    const [count] = await ministry.database.query('SELECT count(*)::int AS n FROM account_address WHERE address = $1', [address])
    expect(count).toEqual({ n: 1 })
  })

  test('that became one while the code was under way is not taken a second time', async () => {
    const { enrolment } = ports()
    const codes: { enrolmentId: string; secret: string }[] = []
    for (let at = 0; at < 2; at += 1) {
      const { enrolmentId } = await enrolment.begin('race@interieur.example')
      codes.push(await enrolment.prove(enrolmentId, { code: codeIn((await mail.nextMailTo('race@interieur.example')).text) }))
    }
    const results = await Promise.allSettled(codes.map(({ enrolmentId, secret }) => enrolment.complete({ enrolmentId, secret, name: 'Ray Ace' })))
    expect(results.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const failed = results.find((each) => each.status === 'rejected')
    expect(failed?.reason).toMatchObject({ status: 403, code: 'M_FORBIDDEN' })
  })

  test('keeps it when it is closed, so that nobody comes after', async () => {
    const { enrolment } = ports()
    const leaver = await signIn(ministry, await enrol(ministry, mail, 'leaver@interieur.example', 'Lea Ver'))
    expect((await ada.post(`/_synapse/admin/v1/deactivate/${leaver.userId}`, {})).status).toBe(200)
    await enrolment.begin('leaver@interieur.example', 'en')
    expect((await mail.nextMailTo('leaver@interieur.example')).subject).toContain('has an account already')
  })
})

describe('who is not let in', () => {
  test('no mail goes to other domains, subdomains, tagged addresses or tricks, and nobody learns more than whose the domain is', async () => {
    const { enrolment } = ports()
    const before = mail.mails.length
    for (const address of ['eve@evil.example', 'eve@sub.interieur.example', 'eve@interieur.example.evil.example', 'eve@xinterieur.example']) {
      expect(await enrolment.begin(address), address).toEqual({ enrolmentId: expect.any(String), isDomainKnown: false })
    }
    expect(await enrolment.begin('eve+2@interieur.example')).toEqual({ enrolmentId: expect.any(String), isDomainKnown: true })
    for (const address of ['eve@evil.example@interieur.example', 'eve@interieur.example\n', '"eve"@interieur.example', 'eve@int\u0435rieur.example', 'eve@interieur.example.']) {
      expect(await refused(enrolment.begin(address)), address).toEqual([400, 'M_INVALID_PARAM'])
    }
    await enrol(ministry, mail, 'after@interieur.example', 'Al After')
    expect(mail.mails.slice(before).map((each) => each.to)).toEqual([['after@interieur.example']])
  })

  test('five mails an hour go to one address, whoever asks, and to one that gets none the answer is the same', async () => {
    const { enrolment } = ports()
    for (const address of ['flooded@interieur.example', 'flooded@evil.example']) {
      for (let at = 0; at < 5; at += 1) await enrolment.begin(address)
      expect(await refused(enrolment.begin(address))).toEqual([429, 'M_LIMIT_EXCEEDED'])
    }
  })

  test('a domain that was taken away lets nobody in any more, not even with a code in hand', async () => {
    const { enrolment, organisations } = ports()
    await organisations.putDomain('interieur', 'gone.example', { accountType: 'agent', enrolment: 'open' })
    const { enrolmentId } = await enrolment.begin('jean@gone.example')
    const code = codeIn((await mail.nextMailTo('jean@gone.example')).text)
    await organisations.removeDomain('interieur', 'gone.example')
    expect(await refused(enrolment.prove(enrolmentId, { code }))).toEqual([403, 'M_FORBIDDEN'])
  })
})

describe('organisations', () => {
  test('have an id, a name and domains, each of which is one’s alone', async () => {
    const { organisations } = ports()
    const made = await organisations.create('sante', 'Ministère de la santé')
    expect(made).toMatchObject({ organisationId: 'sante', name: 'Ministère de la santé' })
    expect(await refused(organisations.create('sante', 'Encore'))).toEqual([409, 'M_INVALID_PARAM'])
    for (const id of ['Santé', '', '-x', 'x'.repeat(64)]) expect(await refused(organisations.create(id, 'X'))).toEqual([400, 'M_INVALID_PARAM'])
    for (const name of ['', 'Ministère (vrai)', 'x'.repeat(121), 'X\u202ey']) expect(await refused(organisations.create('autre', name))).toEqual([400, 'M_INVALID_PARAM'])
    const rule = { accountType: 'agent', enrolment: 'open' } as const
    expect(await organisations.putDomain('sante', 'Sante.Example', rule)).toMatchObject({ domain: 'sante.example' })
    expect(await refused(organisations.putDomain('sante', 'interieur.example', rule))).toEqual([409, 'M_INVALID_PARAM'])
    expect(await refused(organisations.putDomain('sante', 'not a domain', rule))).toEqual([400, 'M_INVALID_PARAM'])
    expect(await refused(organisations.putDomain('nobody', 'x.example', rule))).toEqual([404, 'M_NOT_FOUND'])
    expect(await refused(organisations.removeDomain('sante', 'interieur.example'))).toEqual([404, 'M_NOT_FOUND'])
    expect((await organisations.listDomains('sante')).map((each) => each.domain)).toEqual(['sante.example'])
    expect((await organisations.list()).map((each) => each.organisationId)).toEqual(['interieur', 'sante'])
  })

  test('called otherwise, take the names of their people along', async () => {
    const { organisations } = ports()
    await organisations.create('budget', 'Budget')
    await organisations.putDomain('budget', 'budget.example', { accountType: 'agent', enrolment: 'open' })
    const userId = await enrol(ministry, mail, 'anne@budget.example', 'Anne Petit')
    await organisations.rename('budget', 'Comptes publics')
    await vi.waitFor(async () => {
      const { body } = await ada.get(`/_matrix/client/v3/profile/${userId}`)
      expect(body.displayname).toBe('Anne Petit (Comptes publics)')
    }, { timeout: 10_000, interval: 50 })
  })

  test('find their own people; others by whole name, by address, or in a common room', async () => {
    const { organisations } = ports()
    await organisations.create('justice', 'Justice')
    await organisations.putDomain('justice', 'justice.example', { accountType: 'agent', enrolment: 'open' })
    const zoe = await signIn(ministry, await enrol(ministry, mail, 'zoe@justice.example', 'Zoé Valjean'))
    const [own, other] = [await enrol(ministry, mail, 'cosette@justice.example', 'Cosette Fauchelevent'), await enrol(ministry, mail, 'cosette@interieur.example', 'Cosette Thénardier')]
    const find = async (term: string): Promise<string[]> =>
      (await zoe.post('/_matrix/client/v3/user_directory/search', { search_term: term })).body.results.map((each: Json) => each.user_id)
    expect(await find('cosette')).toEqual([own])
    expect(await find('thenard')).toEqual([])
    expect(await find('Cosette Thénardier')).toEqual([other])
    expect(await find('thénardier cosette')).toEqual([other])
    expect(await find('cosette@interieur.example')).toEqual([other])
    expect(await find(other)).toEqual([other])
    const roomId = await zoe.createRoom({ preset: 'private_chat', invite: [other] })
    await (await signIn(ministry, other)).join(roomId)
    expect(await find('thenard')).toEqual([other])
  })
})

describe('somebody from outside', () => {
  const DAY = 86_400_000
  const INVITATIONS = '/_chappe/client/v1/invitations'

  test('is invited by an agent until a day, sees nobody they share no room with, finds nothing, makes no room', async () => {
    const sponsor = await signIn(ministry, await enrol(ministry, mail, 'sponsor@interieur.example', 'Sam Ponsor'))
    const validUntil = ministry.clock.now() + 30 * DAY
    const made = await sponsor.post(INVITATIONS, { address: 'Xavier@Partner.example', valid_until_ts: validUntil })
    expect([made.status, made.body]).toEqual([200, {
      invitation_id: expect.any(String), address: 'xavier@partner.example', state: 'open',
      created_ts: expect.any(Number), expires_ts: expect.any(Number), valid_until_ts: validUntil,
    }])
    const invitation = await mail.nextMailTo('xavier@partner.example')
    expect(invitation.text).toContain("Sam Ponsor (Ministère de l'intérieur) vous invite")
    const xavier = await signIn(ministry, await enrol(ministry, mail, 'xavier@partner.example', 'Xavier Externe'))
    expect((await sponsor.get(INVITATIONS)).body.invitations).toMatchObject([{ address: 'xavier@partner.example', state: 'accepted' }])
    const [row] = await ministry.database.query('SELECT account_type, valid_until_ms::text AS until FROM account WHERE user_id = $1', [xavier.userId])
    expect(row).toEqual({ account_type: 'external', until: String(validUntil) })

    const stranger = await enrol(ministry, mail, 'stranger@interieur.example', 'Stella Ranger')
    expect(refusal(await xavier.get(`/_matrix/client/v3/profile/${stranger}`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await xavier.get(`/_matrix/client/v3/profile/${stranger}/displayname`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await xavier.get('/_matrix/client/v3/profile/@nobody:chappe.test'))).toEqual([404, 'M_NOT_FOUND'])
    for (const answer of [
      await xavier.post('/_matrix/client/v3/createRoom', {}),
      await xavier.post('/_matrix/client/v3/user_directory/search', { search_term: 'Stella' }),
      await xavier.get('/_matrix/client/v3/publicRooms'),
      await xavier.post('/_matrix/client/v3/publicRooms', {}),
      await xavier.post(INVITATIONS, { address: 'further@partner.example' }),
    ]) expect(refusal(answer)).toEqual([403, 'M_FORBIDDEN'])

    const keysOf = async (userId: string): Promise<Json> => (await xavier.post('/_matrix/client/v3/keys/query', { device_keys: { [userId]: [] } })).body.device_keys
    await sponsor.post('/_matrix/client/v3/keys/upload', { device_keys: deviceKeys(sponsor) })
    expect(await keysOf(sponsor.userId)).toEqual({})
    await haveTouched(ministry, sponsor)
    const open = await sponsor.createRoom({ preset: 'public_chat', name: 'Open', visibility: 'public' })
    for (const path of [`/_matrix/client/v1/room_summary/${encodeURIComponent(open)}`, `/_matrix/client/v1/rooms/${encodeURIComponent(open)}/hierarchy`]) {
      expect([403, 404]).toContain((await xavier.get(path)).status)
    }

    const roomId = await sponsor.createRoom({ preset: 'private_chat' })
    await sponsor.setState(roomId, 'org.chappe.room.externals', '', { allowed: true })
    await sponsor.invite(roomId, xavier.userId)
    await xavier.join(roomId)
    expect(Object.keys(await keysOf(sponsor.userId))).toEqual([sponsor.userId])
    expect((await xavier.get(`/_matrix/client/v3/profile/${sponsor.userId}`)).body.displayname).toBe("Sam Ponsor (Ministère de l'intérieur)")
    expect((await xavier.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/upgrade`, { new_version: '12' })).status).toBe(403)
  })

  test('goes when the day has come, and comes back when the sponsor says so', async () => {
    const sponsor = await signIn(ministry, await enrol(ministry, mail, 'sponsor2@interieur.example', 'Sue Ponsor'))
    const made = await sponsor.post(INVITATIONS, { address: 'yann@partner.example', valid_until_ts: ministry.clock.now() + 2 * DAY })
    await mail.nextMailTo('yann@partner.example')
    const yann = await signIn(ministry, await enrol(ministry, mail, 'yann@partner.example', 'Yann Externe'))
    ministry.clock.advance(3 * DAY)
    await ports().runDue()
    expect(refusal(await yann.get('/_matrix/client/v3/account/whoami'))).toEqual([401, 'M_USER_LOCKED'])
    // Their mailbox is no way to go on.
    await ports().enrolment.renewal.begin('yann@partner.example')
    const extend = (until: number, by = sponsor) => by.post(`${INVITATIONS}/${made.body.invitation_id}/extend`, { valid_until_ts: until })
    expect(refusal(await extend(ministry.clock.now() + 400 * DAY))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await extend(ministry.clock.now() - 1))).toEqual([400, 'M_INVALID_PARAM'])
    expect(refusal(await extend(ministry.clock.now() + DAY, yann))).toEqual([401, 'M_USER_LOCKED'])
    expect((await extend(ministry.clock.now() + 5 * DAY)).status).toBe(200)
    expect((await yann.get('/_matrix/client/v3/account/whoami')).body.user_id).toBe(yann.userId)
    expect(mail.mails.filter((each) => each.to.includes('yann@partner.example') && each.text.includes('mail/confirm'))).toEqual([])
  })

  test('an invitation is taken back, ends after a fortnight, and is nobody else’s; agents are not invited as externals', async () => {
    const sponsor = await signIn(ministry, await enrol(ministry, mail, 'sponsor3@interieur.example', 'Sid Ponsor'))
    const other = await signIn(ministry, await enrol(ministry, mail, 'other@interieur.example', 'Olga Ther'))
    const invite = (address: string) => sponsor.post(INVITATIONS, { address })
    expect(refusal(await invite('colleague@interieur.example'))).toEqual([403, 'M_THREEPID_DENIED'])
    expect(refusal(await invite('no address'))).toEqual([400, 'M_INVALID_PARAM'])
    const { invitation_id: id } = (await invite('zora@partner.example')).body
    const revoke = (by: Person) => by.delete(`/_chappe/client/v1/invitations/${id}`)
    expect(refusal(await revoke(other))).toEqual([404, 'M_NOT_FOUND'])
    expect((await revoke(sponsor)).status).toBe(200)
    expect(refusal(await revoke(sponsor))).toEqual([404, 'M_NOT_FOUND'])
    const { enrolment } = ports()
    await mail.nextMailTo('zora@partner.example')
    const sent = mail.mails.length
    expect(await enrolment.begin('zora@partner.example')).toMatchObject({ isDomainKnown: false })
    await invite('wim@partner.example')
    await mail.nextMailTo('wim@partner.example')
    ministry.clock.advance(15 * DAY)
    await enrolment.begin('wim@partner.example')
    await enrol(ministry, mail, 'probe@interieur.example', 'Pro Be')
    expect(mail.mails.slice(sent).map((each) => each.to[0])).toEqual(['wim@partner.example', 'probe@interieur.example'])
    expect((await sponsor.get(INVITATIONS)).body.invitations.map((each: Json) => each.state)).toEqual(['expired', 'revoked'])
    for (let at = 0; at < 20; at += 1) await invite(`many${at}@partner.example`)
    expect(refusal(await invite('toomany@partner.example'))).toEqual([429, 'M_LIMIT_EXCEEDED'])
  })

  test('an account without an organisation vouches for nobody', async () => {
    expect(refusal(await ada.post(INVITATIONS, { address: 'x@partner.example' }))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('members of a domain by invitation come when the organisation invites them', async () => {
    const { organisations, enrolment } = ports()
    const { organisationNid } = await organisations.create('cabinet', 'Cabinet')
    await organisations.putDomain('cabinet', 'cabinet.example', { accountType: 'agent', enrolment: 'invitation' })
    const chief = { userId: ada.userId, userNid: 1, accountType: 'agent', organisationNid } as const
    await enrolment.begin('max@cabinet.example')
    expect(await refused(enrolment.invitations.inviteMember(chief, organisationNid, 'x@interieur.example'))).toEqual([403, 'M_THREEPID_DENIED'])
    await enrolment.invitations.inviteMember(chief, organisationNid, 'max@cabinet.example')
    await mail.nextMailTo('max@cabinet.example')
    expect(mail.mails.filter((each) => each.to.includes('max@cabinet.example')).length).toBe(1)
    const userId = await enrol(ministry, mail, 'max@cabinet.example', 'Max Imum')
    expect(await ministry.database.query('SELECT account_type FROM account WHERE user_id = $1', [userId])).toEqual([{ account_type: 'agent' }])
  })

  test('what is contained begins nothing more: codes and invitations end with it', async () => {
    const { enrolment } = ports()
    const sponsor = await signIn(ministry, await enrol(ministry, mail, 'fallen@interieur.example', 'Fal Len'))
    await sponsor.post(INVITATIONS, { address: 'victim@partner.example' })
    await mail.nextMailTo('victim@partner.example')
    await enrolment.endAllOf(sponsor.userId)
    const before = mail.mails.length
    await enrolment.begin('victim@partner.example')
    await enrol(ministry, mail, 'probe2@interieur.example', 'Pro Be')
    expect(mail.mails.slice(before).map((each) => each.to[0])).toEqual(['probe2@interieur.example'])
  })
})
