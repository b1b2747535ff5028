// The accessibility statement, as somebody reads it who cannot use the service.
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserOn } from './_web.ts'

const said = {
  degree: 'partial',
  authority: 'Ministry of <b>Works</b>',
  contact: 'Write to access@works.example or call 01 23.',
  audit: 'Audited by Ada in January: 82 % of the criteria are met.',
  appeal: 'the ombudsman, https://ombudsman.example/write.',
} as const

let plain: TestServer<Server>
let audited: TestServer<Server>
beforeAll(async () => {
  plain = await startTestServer(buildServer, { helpDesk: '+33 1 23 45 67 89' })
  audited = await startTestServer(buildServer, { accessibility: said })
}, 60_000)
afterAll(async () => {
  await plain[Symbol.asyncDispose]()
  await audited[Symbol.asyncDispose]()
})

test('Luc, who cannot sign in, reads that nobody has audited the service, whom to tell, and whom to turn to then', async () => {
  const { status, text } = await browserOn(plain).get('/accessibility?lang=fr')
  expect(status).toBe(200)
  for (const words of ['chappe.test s’engage', '<strong>Accessibilité\u00a0: non conforme.</strong>', 'Aucun audit', '+33 1 23 45 67 89', 'https://formulaire.defenseurdesdroits.fr/', 'Libre réponse 71120']) expect(text).toContain(words)
  expect(text).toMatch(/<html lang="fr">/)
})

test('where there was an audit, the page says what the operator says, and nothing of it becomes more than text and one link', async () => {
  const { text } = await browserOn(audited).get('/accessibility?lang=en')
  for (const words of ['Ministry of &#60;b&#62;Works', 'partially compliant', said.audit, '<a href="mailto:access@works.example">access@works.example</a> or call', '<a href="https://ombudsman.example/write">https://ombudsman.example/write</a>.']) expect(text).toContain(words)
  for (const words of ['not compliant.', 'No audit', 'defenseurdesdroits']) expect(text).not.toContain(words)
})

test('the page to sign in on says how far the service conforms, every other page leads to the statement, and apps are told', async () => {
  expect((await browserOn(audited).get('/signin?lang=en')).text).toContain('<a href="/accessibility">Accessibility: partially compliant</a>')
  expect((await browserOn(plain).get('/signin?lang=fr')).text).toContain('<a href="/accessibility">Accessibilité\u00a0: non conforme</a>')
  expect((await browserOn(plain).get('/enrol?lang=en')).text).toContain('<a href="/accessibility">Accessibility</a>')
  const degreeOf = async ({ url }: TestServer<Server>): Promise<unknown> => (await request(url, 'GET', '/.well-known/matrix/client')).body['org.chappe.accessibility']
  expect([await degreeOf(plain), await degreeOf(audited)]).toEqual([{ degree: 'none' }, { degree: 'partial' }])
})
