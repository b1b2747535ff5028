// Where the messenger begins in a browser: what stands in the page itself is painted, then the messenger is worked through.
import '@chappe/ui/styles.css'
import './views/styles.css'
import './views/theme.css'
import { dressPage } from './dress.ts'

const PAINTED_WITHIN_MS = 500

/** Resolves when the browser has painted; at once in a page that nobody looks at, which is not painted. */
function painted(): Promise<void> {
  return new Promise((done) => {
    if (document.hidden) return done()
    requestAnimationFrame(() => setTimeout(done, 0))
    // Whoever looks elsewhere before that is not painted either.
    setTimeout(done, PAINTED_WITHIN_MS)
  })
}

dressPage()
void painted().then(() => import('./begin.tsx'))
