// What can be done on the page behind the list of commands: its buttons, and the ways to the pages that belong to it.

/** A button or a link of the page. */
export interface PageAct {
  label: string
  press(): void
}

/** In tables and cards each row has its own, which are told apart by where they stand. */
const IN_ROWS = 'table, .cards, .table-tools'
const WAYS = 'main button:not(:disabled), main nav a[href]:not([aria-current]), main p > a[href]'

/** In the order of the page, each label once. */
export function findPageActs(): PageAct[] {
  const found = new Map<string, HTMLElement>()
  for (const element of document.querySelectorAll(WAYS)) {
    const label = element.textContent?.trim() ?? ''
    if (element instanceof HTMLElement && label !== '' && !found.has(label) && element.closest(IN_ROWS) === null && element.checkVisibility()) found.set(label, element)
  }
  return [...found].map(([label, element]) => ({
    label,
    press() {
      element.focus()
      element.click()
    },
  }))
}
