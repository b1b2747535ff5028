// With Tab alone: everything is reached, nothing holds the focus, it is always seen where it is, and going there changes nothing.
import type { Page } from 'playwright-core'
import { beginTabbing, describeFocus, leaveFocus, listReached, looksOf } from './in-page.ts'
import type { Finding, Look, Probe } from './probe.ts'

const STEPS_MAX = 200
const PARTS_MAX = 8

/** The probe. */
export const keyboard: Probe = {
  id: 'keyboard',
  says: 'Tab from the beginning of the screen to its end: everything is reached, nothing holds the focus, what has it looks different and is not covered, and the address stays',
  criteria: ['2.1.1', '2.1.2', '2.4.3', '2.4.7', '2.4.11', '3.2.1'],
  look: tabThrough,
}

async function tabThrough(page: Page): Promise<Look> {
  const { reachable } = await page.evaluate(beginTabbing)
  const address = page.url()
  const { passed, findings } = await pressTabs(page, reachable.length <= 1)
  if (page.url() !== address) findings.push({ criterion: '3.2.1', what: `going through it led to ${page.url()}` })
  const { missed } = await page.evaluate(listReached)
  // Whatever looks next finds the page without a focus.
  await page.evaluate(leaveFocus)
  findings.push(...missed.map((name) => ({ criterion: '2.1.1', what: `${name} is not reached` })))
  return { looked: Math.max(passed, reachable.length), findings }
}

/** Presses Tab until there is nothing new. `isAlone`: there is one thing to write into, of which Escape leads out. */
async function pressTabs(page: Page, isAlone: boolean): Promise<{ passed: number; findings: Finding[] }> {
  const findings: Finding[] = []
  const passed = new Map<number, { name: string; looks: string }>()
  let [before, times] = [-1, 0]
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press('Tab')
    const focus = await focusOf(page)
    const isSame = focus.id === before && focus.id !== -1
    // A field for a date has parts of its own.
    times = isSame ? times + 1 : 0
    if (times > PARTS_MAX) findings.push({ criterion: '2.1.2', what: `${focus.name} holds the focus` })
    if (times > PARTS_MAX || (isSame && isAlone)) break
    if (isSame) continue
    await compare(page, before, passed, findings)
    if (focus.id === -1 || passed.has(focus.id)) break
    before = focus.id
    findings.push(...seenOf(focus))
    passed.set(focus.id, { name: focus.name, looks: await page.evaluate(looksOf, focus.id) })
  }
  if (passed.size === STEPS_MAX) findings.push({ criterion: '2.1.2', what: `no end after ${STEPS_MAX} steps` })
  return { passed: passed.size, findings }
}

function seenOf({ name, isShown, isHidden }: ReturnType<typeof describeFocus>): Finding[] {
  if (!isShown) return [{ criterion: '2.4.7', what: `${name} has the focus outside of what is shown` }]
  return isHidden ? [{ criterion: '2.4.11', what: `${name} is covered while it has the focus` }] : []
}

/** Where the focus is, once what it has set in motion has come to rest. */
async function focusOf(page: Page): Promise<ReturnType<typeof describeFocus>> {
  const first = await page.evaluate(describeFocus)
  if (first.isShown && !first.isHidden) return first
  await page.waitForTimeout(REST_MS)
  return page.evaluate(describeFocus)
}

const REST_MS = 400

/** What had the focus looks as it did with it: then nobody sees where it is. */
async function compare(page: Page, id: number, passed: ReadonlyMap<number, { name: string; looks: string }>, findings: Finding[]): Promise<void> {
  const known = passed.get(id)
  if (known === undefined || known.looks !== (await page.evaluate(looksOf, id))) return
  findings.push({ criterion: '2.4.7', what: `${known.name} looks the same with the focus` })
}
