// What a probe of accessibility is: it looks at a screen and says what of it does not meet a criterion of WCAG 2.2.
import type { Page } from 'playwright-core'

/** Something that does not meet a criterion. */
export interface Finding {
  /** As WCAG numbers it: `1.4.3`. */
  criterion: string
  /** Where, and what. */
  what: string
}

/** What a probe has seen of a screen. */
export interface Look {
  /** How many things were looked at: where it is none, the probe has shown nothing. */
  looked: number
  findings: readonly Finding[]
}

/** Looks at what is on the page, and leaves it as it was. */
export interface Probe {
  id: string
  /** What it does, in one sentence. */
  says: string
  criteria: readonly string[]
  look(page: Page): Promise<Look>
}

/** The size of a window of 1280 by 1024 at 400 %, in CSS pixels. */
export const ZOOMED = { width: 320, height: 256 } as const

/** Does something in a window of another size, and gives the window back as it was. */
export async function withSize<T>(page: Page, size: { width: number; height: number }, act: () => Promise<T>): Promise<T> {
  const before = page.viewportSize()
  await page.setViewportSize(size)
  await page.waitForTimeout(SETTLE_MS)
  try {
    return await act()
  } finally {
    if (before !== null) await page.setViewportSize(before)
  }
}

/** Until the page has drawn itself for another size or another way of looking. */
export const SETTLE_MS = 250
