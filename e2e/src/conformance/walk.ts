// Walks screens with probes, in the ways of looking that there are, and keeps what was found.
import type { Page } from 'playwright-core'
import { keyboard } from './keyboard.ts'
import type { Finding, Probe } from './probe.ts'
import { SETTLE_MS } from './probe.ts'
import { COLOR_PROBES, prepare, PROBES } from './probes.ts'
import type { Screen } from './screens.ts'

/** A way of looking. */
export interface Way {
  name: string
  media: Parameters<Page['emulateMedia']>[0]
  probes: readonly Probe[]
}

/** All of them: everything in the light, colors in each other one. */
export const WAYS: readonly Way[] = [
  { name: 'light', media: { colorScheme: 'light', contrast: 'no-preference' }, probes: [...PROBES, keyboard] },
  { name: 'dark', media: { colorScheme: 'dark', contrast: 'no-preference' }, probes: COLOR_PROBES },
  { name: 'more contrast, light', media: { colorScheme: 'light', contrast: 'more' }, probes: COLOR_PROBES },
  { name: 'more contrast, dark', media: { colorScheme: 'dark', contrast: 'more' }, probes: COLOR_PROBES },
]

/** What was found, and how much was looked at. */
export interface Evidence {
  findings: (Finding & { screen: string; probe: string })[]
  /** By probe: screens and things. */
  looked: Map<string, { screens: number; things: number }>
  screens: Set<string>
}

/** Nothing yet. */
export function noEvidence(): Evidence {
  return { findings: [], looked: new Map(), screens: new Set() }
}

/** Goes through screens in the ways given. Screens that cannot be shown are a mistake of the walk, and thrown. */
export async function walk(screens: readonly Screen[], ways: readonly Way[], evidence: Evidence): Promise<void> {
  for (const screen of screens) {
    const { page } = screen
    // What moves would be measured in between.
    await page.emulateMedia({ reducedMotion: 'reduce', ...ways[0]?.media })
    await screen.show()
    evidence.screens.add(`${screen.part}: ${screen.name}`)
    for (const { name, media, probes } of ways) {
      await page.emulateMedia({ reducedMotion: 'reduce', ...media })
      await page.waitForTimeout(SETTLE_MS)
      await prepare(page)
      for (const probe of probes) await lookWith(probe, { ...screen, name: `${screen.part}: ${screen.name}, ${name}` }, evidence)
    }
    await page.emulateMedia({ reducedMotion: 'reduce', ...ways[0]?.media })
    for (let times = 0; times < 2; times += 1) await page.keyboard.press('Escape')
  }
}

/** Keeps what one probe sees of the screen that is shown. */
export async function lookWith(probe: Probe, { name, page }: Screen, evidence: Evidence): Promise<void> {
  const { looked, findings } = await probe.look(page)
  const known = evidence.looked.get(probe.id) ?? { screens: 0, things: 0 }
  evidence.looked.set(probe.id, { screens: known.screens + 1, things: known.things + looked })
  evidence.findings.push(...findings.map((finding) => ({ ...finding, screen: name, probe: probe.id })))
}
