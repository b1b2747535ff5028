// What takes more than one look at a screen: help that is found at the same place everywhere, and what is told without the focus moving.
import type { Page } from 'playwright-core'
import { describePage } from './in-page.ts'
import type { Finding, Look, Probe } from './probe.ts'

/** The ways to help in their order on each screen. Two that are on both screens stand in the same order. */
export function createHelpProbe(): Probe {
  const seen = new Map<string, string[]>()
  return {
    id: 'help',
    says: 'the ways to help (“I think I was tricked”, the accessibility statement) stand in the same order on every screen that has them',
    criteria: ['3.2.6'],
    async look(page) {
      const { help } = await page.evaluate(describePage)
      const known = seen.get('order') ?? []
      const common = known.filter((each) => help.includes(each))
      const again = help.filter((each) => known.includes(each))
      if (known.length < help.length) seen.set('order', help)
      return { looked: help.length, findings: common.join() === again.join() ? [] : [{ criterion: '3.2.6', what: `${again.join(', ')} where it was ${common.join(', ')} elsewhere` }] }
    },
  }
}

/** Told by a live region, without the focus having moved there. */
export async function statusStory(page: Page, url: string): Promise<Look> {
  const findings: Finding[] = []
  let looked = 0
  const told = async (what: string, region: RegExp): Promise<void> => {
    looked += 1
    const said = page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: region })
    await said.first().waitFor({ timeout: 15_000 }).catch(() => findings.push({ criterion: '4.1.3', what: `${what} is not told` }))
  }
  await page.goto(`${url}/search`)
  const field = page.locator('.search-field')
  await field.fill('zzzzqqqq')
  await told('that a search has found nothing', /Nothing was found|Rien n/)
  if (!(await field.evaluate((element) => element === document.activeElement))) findings.push({ criterion: '4.1.3', what: 'the search took the focus' })
  await page.goto(url)
  await page.locator('.side-tools button').last().click()
  await page.getByRole('menuitem').first().click()
  await page.getByRole('dialog').getByRole('combobox').fill('zzzzqqqq')
  await told('that nobody is called so', /Nobody of that name|Personne de ce nom/)
  await page.keyboard.press('Escape')
  return { looked, findings }
}

/** What `statusStory` is, for the list of probes. */
export const STATUS_SAYS = 'a search without results and a name that nobody has are told by live regions, while the focus stays where it is'
