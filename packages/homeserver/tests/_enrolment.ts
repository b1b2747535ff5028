// What the stories about enrolment share.
import type { Server } from '@chappe/server'
import type { MailServer, Person, TestServer } from '@chappe/testkit'
import { createPerson } from '@chappe/testkit'
import { request } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'

/** A ministry with the domain `interieur.example`, open to everybody who has an address there. */
export async function openMinistry(ministry: TestServer<Server>): Promise<{ organisationNid: number }> {
  const { organisations } = ministry.server.homeserver.ports
  const made = await organisations.create('interieur', "Ministère de l'intérieur")
  await organisations.putDomain('interieur', 'interieur.example', { accountType: 'agent', enrolment: 'open' })
  return made
}

/** The eight digits of a mail. */
export function codeIn(text: string): string {
  const code = /^\s*(\d{4} \d{4})\s*$/m.exec(text)?.[1]
  if (code === undefined) throw new Error(`no code in: ${text}`)
  return code
}

/** Somebody enrols: asks, reads the mail, types the code, says their name. Gives back their user id. */
export async function enrol(ministry: TestServer<Server>, mail: MailServer, address: string, name?: string): Promise<string> {
  const { enrolment } = ministry.server.homeserver.ports
  const { enrolmentId } = await enrolment.begin(address, 'fr')
  const { secret } = await enrolment.prove(enrolmentId, { code: codeIn((await mail.nextMailTo(address)).text) })
  return (await enrolment.complete({ enrolmentId, secret, name })).userId
}

/** Signs a device in for somebody who has an account, as the operator can give it a password. */
export async function signIn(ministry: TestServer<Server>, ada: Person, userId: string): Promise<Person> {
  const path = `/_synapse/admin/v1/reset_password/${encodeURIComponent(userId)}`
  await ada.post(path, { new_password: 'given by the operator', logout_devices: false })
  const body: Json = { type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password: 'given by the operator' }
  const answer = await request(ministry.url, 'POST', '/_matrix/client/v3/login', { body })
  if (answer.status !== 200) throw new Error(`${userId} could not sign in: ${answer.status} ${JSON.stringify(answer.body)}`)
  return createPerson(() => ministry.url, answer.body)
}
