// An organisation's LDAP directory: who is in it comes in, who leaves it is out.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { startMailServer, startTestServer, testWithProgram } from '@chappe/testkit'
import type { MailServer } from '@chappe/testkit'
import { expect, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { enrol, signIn } from './_enrolment.ts'
import type { LdapServer } from './_ldap.ts'
import { startLdapServer } from './_ldap.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Parts {
  ldap: LdapServer
  mail: MailServer
  ministry: TestServer<Server>
  ada: Person
}

/** A ministry of finances whose people are in LDAP. */
async function withMinistry(story: (parts: Parts) => Promise<void>): Promise<void> {
  await using ldap = await startLdapServer()
  await using mail = await startMailServer()
  await using ministry = await startTestServer(buildServer, {
    profile: 'government',
    mailUrl: mail.url,
    ldap: {
      url: ldap.url, bindDn: ldap.adminDn, bindPassword: ldap.password, baseDn: ldap.baseDn, organisation: 'finances',
      filter: '(&(objectClass=inetOrgPerson)(!(employeeType=left)))', addressAttribute: 'mail', nameAttribute: 'displayName',
      jobAttributes: { title: ['title'], service: ['department', 'departmentNumber', 'ou'], phone: [], place: [] },
    },
  })
  const { organisations } = ministry.server.homeserver.ports
  await organisations.create('finances', 'Finances')
  await organisations.putDomain('finances', 'finances.example', { accountType: 'agent', enrolment: 'directory' })
  await story({ ldap, mail, ministry, ada: await madeByOperator(ministry, 'ada', { admin: true }) })
}

const whoami = (person: Person) => person.get('/_matrix/client/v3/account/whoami')
const nameOf = async (person: Person): Promise<string> => (await person.get(`/_matrix/client/v3/profile/${person.userId}/displayname`)).body.displayname

testWithProgram('slapd', 'who was hired this morning enrols under the directory’s name; who is not there, twice there, or tricks, does not', () =>
  withMinistry(async ({ ldap, mail, ministry }) => {
    const { enrolment } = ministry.server.homeserver.ports
    await ldap.add('colbert', { cn: 'Jean-Baptiste Colbert', displayName: 'J.-B. Colbert', mail: 'Colbert@Finances.example' })
    await ldap.add('twin1', { cn: 'Twin One', mail: 'twin@finances.example' })
    await ldap.add('twin2', { cn: 'Twin Two', mail: 'twin@finances.example' })
    const colbert = await signIn(ministry, await enrol(ministry, mail, 'colbert@finances.example'))
    expect(await nameOf(colbert)).toBe('J.-B. Colbert (Finances)')
    const before = mail.mails.length
    for (const address of ['nobody@finances.example', 'twin@finances.example']) await enrolment.begin(address)
    // What is typed is a value: no star, bracket or backslash of it means anything, and none passes the grammar anyhow.
    for (const address of ['*@finances.example', 'a)(uid=*@finances.example', 'a\\2a@finances.example']) {
      await expect(enrolment.begin(address)).rejects.toMatchObject({ code: 'M_INVALID_PARAM' })
    }
    await ldap.add('probe', { cn: 'Pro Be', mail: 'probe@finances.example' })
    await enrol(ministry, mail, 'probe@finances.example')
    expect(mail.mails.slice(before).map((each) => each.to[0])).toEqual(['probe@finances.example'])
  }),
)

testWithProgram('slapd', 'who leaves the directory is out with the next look; who comes back comes back; names and addresses follow', () =>
  withMinistry(async ({ ldap, mail, ministry }) => {
    const { runDue } = ministry.server.homeserver.ports
    for (const uid of ['necker', 'turgot', 'law', 'sully', 'fouquet']) await ldap.add(uid, { cn: `M. ${uid}`, mail: `${uid}@finances.example` })
    const [necker, turgot] = [await signIn(ministry, await enrol(ministry, mail, 'necker@finances.example')), await signIn(ministry, await enrol(ministry, mail, 'turgot@finances.example'))]
    await runDue()
    await ldap.rename('necker', { employeeType: 'left' })
    await ldap.rename('turgot', { displayName: 'Anne Robert Turgot', mail: 'ar.turgot@finances.example' })
    await runDue()
    expect(refusal(await whoami(necker))).toEqual([401, 'M_USER_LOCKED'])
    expect(await nameOf(turgot)).toBe('Anne Robert Turgot (Finances)')
    expect((await turgot.get('/_matrix/client/v3/account/3pid')).body.threepids).toMatchObject([{ address: 'ar.turgot@finances.example' }])
    await ldap.rename('necker', { employeeType: 'back' })
    await runDue()
    expect((await whoami(necker)).status).toBe(200)
    // Another entry of the same address may be another person: the old account, with its old devices, is not theirs.
    await ldap.remove('necker')
    await runDue()
    await ldap.add('necker', { cn: 'Another Necker', mail: 'necker@finances.example' })
    await runDue()
    expect(refusal(await whoami(necker))).toEqual([401, 'M_USER_LOCKED'])
  }),
)

testWithProgram('slapd', 'what somebody does follows the directory, in the first attribute that says it; what is not asked for is not kept', () =>
  withMinistry(async ({ ldap, mail, ministry }) => {
    const { runDue } = ministry.server.homeserver.ports
    await ldap.add('vauban', { cn: 'Vauban', mail: 'vauban@finances.example', title: 'Ingénieur', ou: 'Dîme', telephoneNumber: '+33 1' })
    const vauban = await signIn(ministry, await enrol(ministry, mail, 'vauban@finances.example'))
    const jobOf = async () => (await vauban.get(`/_matrix/client/v3/profile/${vauban.userId}`)).body['org.chappe.job']
    expect(await jobOf()).toEqual({ title: 'Ingénieur', service: 'Dîme' })
    await ldap.rename('vauban', { title: 'Maréchal' })
    await runDue()
    expect(await jobOf()).toEqual({ title: 'Maréchal', service: 'Dîme' })
  }),
)

testWithProgram('slapd', 'a directory that is away, or has suddenly lost most of its people, puts nobody out', () =>
  withMinistry(async ({ ldap, mail, ministry }) => {
    const { runDue, enrolment } = ministry.server.homeserver.ports
    const uids = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']
    for (const uid of uids) await ldap.add(uid, { cn: `M. ${uid}`, mail: `${uid}@finances.example` })
    const first = await signIn(ministry, await enrol(ministry, mail, 'a1@finances.example'))
    await runDue()
    for (const uid of uids.slice(0, 4)) await ldap.remove(uid)
    await runDue()
    expect((await whoami(first)).status).toBe(200)
    await ldap.stop()
    await expect(runDue()).rejects.toThrow()
    expect((await whoami(first)).status).toBe(200)
    const before = mail.mails.length
    await enrolment.begin('a6@finances.example')
    expect(mail.mails.length).toBe(before)
  }),
)
