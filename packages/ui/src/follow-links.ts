// Links within an app change the page without loading the app anew; all other links, and clicks that mean a new tab, are
// the browser's.
import { navigate } from 'wouter/use-browser-location'

/** Begins to follow links to `places` and what is below them; `/` is that page alone. */
export function followLinks(places: readonly string[]): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !isPlain(event) || link.target !== '' || link.hasAttribute('download')) return
    const url = new URL(link.href, location.href)
    if (!isOurs(url, places) || link.getAttribute('href')?.startsWith('#') === true) return
    event.preventDefault()
    navigate(url.pathname + url.search)
  })
}

function isPlain(event: MouseEvent): boolean {
  return !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
}

function isOurs(url: URL, places: readonly string[]): boolean {
  if (url.origin !== location.origin) return false
  return places.some((place) => url.pathname === place || (place !== '/' && url.pathname.startsWith(place.endsWith('/') ? place : `${place}/`)))
}
