// Links within the desk change the page without loading the app anew; all other links, and clicks that mean a new tab, are
// the browser's.
import { navigate } from 'wouter/use-browser-location'
import { paths } from './paths.ts'

/** Begins to follow links. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !isPlain(event) || link.target !== '' || link.hasAttribute('download')) return
    const url = new URL(link.href, location.href)
    if (!isOurs(url) || link.getAttribute('href')?.startsWith('#') === true) return
    event.preventDefault()
    navigate(url.pathname + url.search)
  })
}

function isPlain(event: MouseEvent): boolean {
  return !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
}

function isOurs(url: URL): boolean {
  const base = paths.overview()
  return url.origin === location.origin && (url.pathname === base || url.pathname.startsWith(`${base}/`))
}
