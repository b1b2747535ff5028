// How accessible it is, with evidence: `node tools/bin/run.mjs e2e/src/conformance.ts [--print] [SCREEN...]`. Walks every screen in a real
// browser and writes docs/conformance.md; with `--print`, or where only some screens are named, it says what it found and writes nothing.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { deskScreens, messengerScreens, pageScreens } from './conformance/screens.ts'
import { createHelpProbe, statusStory } from './conformance/stories.ts'
import { noEvidence, walk, WAYS } from './conformance/walk.ts'
import { CONFORMANCE_FILE, newFailures, writeConformance } from './conformance/write-conformance.ts'
import { openMessenger } from './messenger.ts'
import { makeScene } from './messenger-scene.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const args = process.argv.slice(2)
const wanted = args.filter((each) => each !== '--print')
const evidence = noEvidence()
await using messenger = await openMessenger()
const scene = await makeScene(messenger)
const { page } = scene.alice
page.setDefaultTimeout(30_000)
const isWanted = ({ name }: { name: string }): boolean => wanted.length === 0 || wanted.includes(name)
const screens = [...messengerScreens(scene), ...(await deskScreens(messenger)), ...(await pageScreens(messenger, page))].filter(isWanted)
let said = 0
const ways = WAYS.map((way, index) => (index === 0 ? { ...way, probes: [...way.probes, createHelpProbe()] } : way))
for (const screen of screens) {
  await walk([screen], ways, evidence).catch((error: unknown) => console.error(`${screen.part}: ${screen.name}: ${String(error).split('\n')[0]}`))
  for (const line of newFailures(evidence).slice(said)) console.log(line)
  said = newFailures(evidence).length
  console.log(`${screen.part}: ${screen.name}`)
}
if (wanted.length === 0) {
  const { looked, findings } = await statusStory(page, messenger.server.url)
  evidence.looked.set('status', { screens: 1, things: looked })
  evidence.findings.push(...findings.map((finding) => ({ ...finding, screen: 'messenger: search', probe: 'status' })))
}
for (const line of newFailures(evidence).slice(said)) console.log(line)
if (args.length === 0) {
  const version = (await messenger.screen()).version
  writeFileSync(join(ROOT, CONFORMANCE_FILE), writeConformance(evidence, { day: new Date().toISOString().slice(0, 10), browser: version }))
}
process.exitCode = newFailures(evidence).length === 0 ? 0 : 1
