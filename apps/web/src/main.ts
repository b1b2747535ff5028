// Where the messenger begins in a browser: what stands in the page itself is painted while what draws the messenger is fetched.
import '@chappe/ui/styles.css'
import './views/styles.css'
import './views/theme.css'
import { dressPage } from './dress.ts'

dressPage()
void import('./begin.tsx')
