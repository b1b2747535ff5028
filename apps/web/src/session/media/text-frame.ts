// Reads the words of a document that nobody looks at: by the page that draws such documents, in a frame without an origin that is
// not seen, and that is ended when it takes too long (docs/decisions/0043, 0088).
import { parseDocumentText } from '../../document-text.ts'
import { paths } from '../../paths.ts'

/** A document that takes longer is made to hold up whoever reads it. */
const READ_WITHIN_MS = 20_000

/** The words; undefined where there are none to be had. */
export function readInFrame(kind: 'pdf' | 'office', bytes: ArrayBuffer, language: string): Promise<string | undefined> {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.setAttribute('aria-hidden', 'true')
  frame.src = kind === 'pdf' ? paths.pdf() : paths.office()
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(undefined), READ_WITHIN_MS)
    function end(text: string | undefined): void {
      clearTimeout(timer)
      window.removeEventListener('message', onMessage)
      frame.remove()
      resolve(text)
    }
    function onMessage({ source, data }: MessageEvent<unknown>): void {
      if (source === null || source !== frame.contentWindow) return
      const said: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? { ...data } : {}
      if (said['kind'] === 'ready') frame.contentWindow?.postMessage({ kind: 'read', bytes, language }, '*', [bytes])
      if (said['kind'] === 'broken') end(undefined)
      if (said['kind'] === 'text') end(parseDocumentText(said))
    }
    window.addEventListener('message', onMessage)
    document.body.append(frame)
  })
}
