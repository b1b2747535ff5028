// What the stories about enrolment share.
import type { Server } from '@chappe/server'
import type { MailServer, Person, TestServer } from '@chappe/testkit'
import { deviceByHand } from './_accounts.ts'

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

/** Signs a device in for somebody who has enrolled. */
export async function signIn(ministry: TestServer<Server>, userId: string): Promise<Person> {
  return deviceByHand(ministry, userId)
}
