// The probes: each looks at the screen that is shown.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describePage, enlargeText, findCutText, findDragged, findMotion, findOtherNames, findSideways, findSmallTargets, findUnmarked, findWeakSigns, findWeakText, installTools, spaceText } from './in-page.ts'
import type { Finding, Look, Probe } from './probe.ts'
import { SETTLE_MS, withSize, ZOOMED } from './probe.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const AXE_CRITERIA = ['1.1.1', '1.3.1', '1.3.5', '1.4.1', '1.4.2', '1.4.3', '1.4.4', '1.4.12', '2.1.1', '2.2.1', '2.2.2', '2.4.1', '2.4.2', '2.4.4', '2.5.8', '3.1.1', '3.1.2', '3.3.2', '4.1.2'] as const

const findingsOf = (criterion: string, whats: readonly string[]): Finding[] => whats.map((what) => ({ criterion, what }))

const axe: Probe = {
  id: 'axe',
  says: 'axe-core, with every rule of WCAG 2.0 to 2.2, A and AA',
  criteria: AXE_CRITERIA,
  async look(page) {
    // The page's own policy lets no other script in: the debugger is not held to it.
    const said: unknown = await page.evaluate(`${AXE}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then(({ passes, violations }) => ({ looked: passes.reduce((sum, each) => sum + each.nodes.length, 0), found: violations.flatMap(({ id, tags, nodes }) => nodes.map(({ html }) => tags.filter((tag) => /^wcag\\d{3,4}$/.test(tag)).join(' ') + ' ' + id + ': ' + html.slice(0, 200))) }))`)
    const { looked, found } = readAxe(said)
    return { looked, findings: found.map((line) => ({ criterion: criterionOf(line), what: line.replace(/^(?:wcag\d+ )+/, '') })) }
  },
}

function readAxe(said: unknown): { looked: number; found: string[] } {
  if (typeof said !== 'object' || said === null || !('looked' in said) || !('found' in said) || !Array.isArray(said.found)) throw new Error('axe did not answer')
  return { looked: Number(said.looked), found: said.found.map(String) }
}

/** `wcag143` is 1.4.3, `wcag1411` is 1.4.11. */
function criterionOf(line: string): string {
  const [, a = '?', b = '?', c = '?'] = /^wcag(\d)(\d)(\d+)/.exec(line) ?? []
  return `${a}.${b}.${c}`
}

const contrast: Probe = {
  id: 'contrast',
  says: 'the contrast of every text on all grounds behind it, placeholders included, computed from the styles; what cannot be used at the moment is exempt',
  criteria: ['1.4.3'],
  async look(page) {
    const { looked, weak } = await page.evaluate(findWeakText)
    return { looked, findings: findingsOf('1.4.3', weak) }
  },
}

const signs: Probe = {
  id: 'signs',
  says: 'the contrast of borders of fields and of signs without words',
  criteria: ['1.4.11'],
  async look(page) {
    const { looked, weak } = await page.evaluate(findWeakSigns)
    return { looked, findings: findingsOf('1.4.11', weak) }
  },
}

const targets: Probe = {
  id: 'targets',
  says: 'targets of at least 24 by 24 CSS pixels, or with as much room around them, at 1280 and at 390 pixels',
  criteria: ['2.5.8'],
  async look(page) {
    const here = await page.evaluate(findSmallTargets, 24)
    const phone = await withSize(page, { width: 390, height: 844 }, () => page.evaluate(findSmallTargets, 24))
    return { looked: here.looked + phone.looked, findings: [...findingsOf('2.5.8', here.small), ...findingsOf('2.5.8', phone.small.map((each) => `${each}, on a phone`))] }
  },
}

const zoom: Probe = {
  id: 'zoom',
  says: 'a window of 320 by 256 CSS pixels (1280 by 1024 at 400 %): nothing is wider than it, nothing scrolls both ways but tables and code, no text is cut off',
  criteria: ['1.4.10'],
  async look(page) {
    return withSize(page, ZOOMED, async () => {
      const { looked, wide } = await page.evaluate(findSideways)
      const { cut } = await page.evaluate(findCutText)
      return { looked, findings: findingsOf('1.4.10', [...wide, ...cut]) }
    })
  },
}

/** Larger text may have to be scrolled to the side, as long as all of it can be reached. */
const BOTH_WAYS = 'scrolls both ways'

/** What is cut off now, or out of reach, and was not before. */
async function newlyCut(page: Page, criterion: string, change: () => Promise<unknown>, undo: () => Promise<unknown>): Promise<Look> {
  const before = await page.evaluate(findCutText)
  await change()
  await page.waitForTimeout(SETTLE_MS)
  const after = await page.evaluate(findCutText)
  const { wide } = await page.evaluate(findSideways)
  await undo()
  return { looked: after.looked, findings: findingsOf(criterion, [...after.cut.filter((each) => !before.cut.includes(each)), ...wide.filter((each) => !each.endsWith(BOTH_WAYS))]) }
}

const largeText: Probe = {
  id: 'large-text',
  says: 'letters of twice the size in a window of 1280 pixels: no text is cut off',
  criteria: ['1.4.4'],
  look: (page) => newlyCut(page, '1.4.4', () => page.evaluate(enlargeText, 200), () => page.evaluate(enlargeText, 100)),
}

const spacing: Probe = {
  id: 'spacing',
  says: 'lines of 1.5, letters 0.12 and words 0.16 of their size apart, paragraphs 2: no text is cut off',
  criteria: ['1.4.12'],
  look: (page) => newlyCut(page, '1.4.12', () => page.evaluate(spaceText, true), () => page.evaluate(spaceText, false)),
}

const names: Probe = {
  id: 'names',
  says: 'the name of everything that can be pressed holds the words that are shown on it',
  criteria: ['2.5.3'],
  async look(page) {
    const { looked, other } = await page.evaluate(findOtherNames)
    return { looked, findings: findingsOf('2.5.3', other) }
  },
}

const page: Probe = {
  id: 'page',
  says: 'title, language, the language of what is named in another, a main part with a heading, the browser can fill in what it knows',
  criteria: ['1.3.5', '2.4.1', '2.4.2', '2.4.6', '3.1.1', '3.1.2', '3.3.8'],
  async look(shown) {
    const said = await shown.evaluate(describePage)
    const findings = [
      ...findingsOf('2.4.2', /^.{3,}/.test(said.title) ? [] : [`title “${said.title}”`]),
      ...findingsOf('3.1.1', ['fr', 'en'].includes(said.language) ? [] : [`language “${said.language}”`]),
      ...findingsOf('3.1.2', said.other),
      ...findingsOf('2.4.1', said.landmarks === 1 ? [] : [`${said.landmarks} main parts`]),
      ...findingsOf('2.4.6', said.headings === 0 ? ['no heading of the first level'] : []),
      ...findingsOf('1.3.5', said.fields),
      ...findingsOf('3.3.8', said.fields),
    ]
    return { looked: 1 + said.headings + said.landmarks, findings }
  },
}

const calm: Probe = {
  id: 'calm',
  says: 'with reduced motion wished for nothing moves, and without that wish nothing moves after five seconds',
  criteria: ['2.2.2', '2.3.1'],
  async look(shown) {
    const { looked, moving } = await shown.evaluate(findMotion)
    return { looked, findings: findingsOf('2.2.2', moving) }
  },
}

const orientation: Probe = {
  id: 'orientation',
  says: 'the same screen upright and lying, 390 by 844 and 844 by 390: it is there in both',
  criteria: ['1.3.4'],
  async look(shown) {
    const textAt = (size: { width: number; height: number }): Promise<number> => withSize(shown, size, () => shown.locator('body').innerText().then((text) => text.trim().length))
    const [upright, lying] = [await textAt({ width: 390, height: 844 }), await textAt({ width: 844, height: 390 })]
    return { looked: 2, findings: findingsOf('1.3.4', upright > 20 && lying > 20 ? [] : [`${upright} letters upright, ${lying} lying`]) }
  },
}

const forced: Probe = {
  id: 'forced-colors',
  says: 'where the machine gives the colors, what is chosen is told by a line',
  criteria: ['1.4.1', '1.4.11'],
  async look(shown) {
    await shown.emulateMedia({ forcedColors: 'active' })
    await shown.waitForTimeout(SETTLE_MS)
    const { looked, unmarked } = await shown.evaluate(findUnmarked)
    await shown.emulateMedia({ forcedColors: 'none' })
    return { looked: looked + 1, findings: findingsOf('1.4.11', unmarked) }
  },
}

const dragging: Probe = {
  id: 'dragging',
  says: 'nothing has to be dragged',
  criteria: ['2.5.7', '2.5.1'],
  async look(shown) {
    const { looked, dragged } = await shown.evaluate(findDragged)
    return { looked, findings: findingsOf('2.5.7', dragged) }
  },
}

/** Those that look at a screen as it stands. */
export const PROBES: readonly Probe[] = [axe, contrast, signs, targets, zoom, largeText, spacing, names, page, calm, orientation, forced, dragging]

/** Those whose answer depends on the colors. */
export const COLOR_PROBES: readonly Probe[] = [axe, contrast, signs]

/** Has the page ready for probes. */
export async function prepare(shown: Page): Promise<void> {
  await shown.evaluate(installTools)
}
