// In front of the messenger: who is not signed in signs in. What is behind it, and how one signs in, is loaded when it is needed.
import type { Language, Words } from '@chappe/ui'
import { AccessibilityLink, LANGUAGES, Notice, TextField, Waiting } from '@chappe/ui'
import type * as signInModule from '@chappe/ui/sign-in'
import type { SessionEnd, SignedIn, SignIn } from '@chappe/ui/sign-in'
import type { ComponentType, ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { preferences } from './dress.ts'
import { paths } from './paths.ts'
import type { AppModel } from './viewmodels/app.ts'
import { AppProvider } from './views/app-context.tsx'
import type { WordKey } from './words/en.ts'
import { keepLanguage, keptLanguage, WAY_IN } from './words/way-in.ts'

/** Nothing waits longer than that for something to be drawn. */
const DRAWN_WITHIN_MS = 2000
/** Where the browser does not say when it is. */
const DRAWN_AFTER_MS = 200

interface Inside {
  kind: 'inside'
  model: AppModel
  words: Words<WordKey>
  View: ComponentType
  /** Opens what is not needed to show this. */
  goOn(): void
}

/** `hasEnded`: it was signed in until now. `isOwnWish`: whoever it belongs to stopped the account here. */
type Outside = { kind: 'opening' } | { kind: 'outside'; problem?: string | undefined; hasEnded?: boolean } | { kind: 'locked'; helpDesk: string | undefined; isOwnWish?: boolean }
type Standing = Outside | Inside

/** The whole app. */
export function Entrance(): ReactNode {
  const [language, setLanguage] = useState<Language>(keptLanguage)
  const [standing, setStanding] = useState<Standing>({ kind: 'opening' })

  useEffect(() => keepLanguage(language), [language])

  useEffect(() => {
    open(setStanding).then(setStanding, (error: unknown) => setStanding({ kind: 'outside', problem: wordError(error) }))
  }, [])

  const goOn = standing.kind === 'inside' ? standing.goOn : undefined
  useEffect(() => (goOn === undefined ? undefined : whenDrawn(goOn)), [goOn])

  if (standing.kind !== 'inside') return <WayIn standing={standing} language={language} setLanguage={setLanguage} setStanding={setStanding} />
  const { model, words, View } = standing
  // The words of the other language are loaded first: until then everything is said as before.
  const change = async (next: Language): Promise<void> => {
    const { loadWords } = await import('./words/load.ts')
    setStanding({ ...standing, words: await loadWords(next) })
    setLanguage(next)
  }
  return (
    <AppProvider value={{ model, words, setLanguage: (next) => void change(next).catch(() => undefined), preferences }}>
      <View />
    </AppProvider>
  )
}

interface WayInProps {
  standing: Outside
  language: Language
  setLanguage: (language: Language) => void
  setStanding: (standing: Standing) => void
}

/** What is seen from outside. */
function WayIn({ standing, language, setLanguage, setStanding }: WayInProps): ReactNode {
  const [address, setAddress] = useState('')
  const words = WAY_IN[language]
  const go = async (): Promise<void> => {
    const { signIn } = await loadSignIn()
    await signIn.begin(address.trim())
  }
  return (
    <div className="alone">
      <main className="card stack">
        <h1 className="brand">
          <img src="/icons/chappe.svg" alt="" width="28" height="28" />
          {words['app.name']}
        </h1>
        {standing.kind === 'opening' ? <Waiting label={words['app.opening']} /> : null}
        {standing.kind === 'locked' ? (
          <Notice tone="warn">
            <p>{words[standing.isOwnWish === true ? 'signIn.stopped' : 'signIn.locked']}</p>
            {standing.helpDesk === undefined ? null : <p>{standing.helpDesk}</p>}
          </Notice>
        ) : null}
        {standing.kind === 'outside' && standing.hasEnded === true ? (
          <Notice tone="warn">
            <p>{words['signIn.ended']}</p>
          </Notice>
        ) : null}
        {standing.kind === 'outside' && standing.problem !== undefined ? (
          <Notice tone="bad">
            <p>{words['signIn.failed']}</p>
            <p className="fixed" lang="en">
              {standing.problem}
            </p>
          </Notice>
        ) : null}
        {standing.kind === 'outside' ? (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault()
              go().catch((error: unknown) => setStanding({ kind: 'outside', problem: wordError(error) }))
            }}
          >
            <h2>{words['signIn.title']}</h2>
            <TextField
              label={words['signIn.address']}
              help={words['signIn.addressHelp']}
              name="email"
              type="email"
              autoComplete="username webauthn"
              value={address}
              onChange={setAddress}
            />
            <button type="submit" className="button button-main">
              {words['signIn.go']}
            </button>
          </form>
        ) : null}
        <div className="row way-in-foot">
          {LANGUAGES.filter((each) => each !== language).map((each) => (
            <button key={each} type="button" lang={each} className="button button-plain" onClick={() => setLanguage(each)}>
              {each === 'fr' ? 'Français' : 'English'}
            </button>
          ))}
          <AccessibilityLink language={language} />
        </div>
      </main>
    </div>
  )
}

/** Does something when all that is being drawn is on the screen. Gives back what ends the waiting. */
function whenDrawn(act: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, DRAWN_AFTER_MS)
    return () => clearTimeout(timer)
  }
  const waiting = window.requestIdleCallback(act, { timeout: DRAWN_WITHIN_MS })
  return () => window.cancelIdleCallback(waiting)
}

type SignInParts = typeof signInModule & { signIn: SignIn }

let signInParts: Promise<SignInParts> | undefined

function loadSignIn(): Promise<SignInParts> {
  signInParts ??= import('@chappe/ui/sign-in').then((parts) => ({
    ...parts,
    signIn: parts.createSignIn({ clientId: 'org.chappe.web', store: 'chappe-web', home: paths.home(), signedIn: paths.signedIn() }),
  }))
  return signInParts
}

const loadMessenger = () => Promise.all([import('./open-messenger.ts'), import('./views/frame/inside.tsx')])

// Once a page, whatever React does with its effects: the code of a sign-in is good once.
let opening: Promise<Standing> | undefined

function open(later: (standing: Standing) => void): Promise<Standing> {
  opening ??= openOnce(later)
  return opening
}

/** Opens the session that is there, or ends the sign-in that led here. `later`: where it turns out afterwards that there is none. */
async function openOnce(later: (standing: Standing) => void): Promise<Standing> {
  const { signIn } = await loadSignIn()
  if (location.pathname === paths.signedIn()) history.replaceState(null, '', await signIn.finish())
  const signedIn = await signIn.find()
  if (signedIn === undefined) return { kind: 'outside' }
  return openInside(signedIn, later).catch(wordEnd)
}

async function openInside(signedIn: SignedIn, later: (standing: Standing) => void): Promise<Inside> {
  const words = import('./words/load.ts').then(({ loadWords }) => loadWords(keptLanguage()))
  const [{ openMessenger }, { Inside: View }] = await loadMessenger()
  const { model, whole, goOn, stop } = await openMessenger(signedIn)
  // Whoever was stopped elsewhere sees nothing more here, and is told so rather than that nobody writes.
  void signedIn.over.then((end) => {
    stop()
    later(wordOver(end, model.report.hasAskedToStop()))
  })
  // What this browser has kept is shown before the server has said that the session has ended.
  whole.catch((error: unknown) => wordEnd(error).catch((other: unknown): Outside => ({ kind: 'outside', problem: wordError(other) })).then(later))
  return { kind: 'inside', model, words: await words, View, goOn }
}

/** What is said of a session that is over. */
function wordOver(end: SessionEnd, isOwnWish: boolean): Outside {
  if (end.why === 'locked' || isOwnWish) return { kind: 'locked', helpDesk: end.why === 'locked' ? end.helpDesk : undefined, isOwnWish }
  return { kind: 'outside', hasEnded: true }
}

/** Why nobody is inside; rejects where the error says something else. */
async function wordEnd(error: unknown): Promise<Outside> {
  const { ApiError, helpDeskOf, SignedOut } = await loadSignIn()
  if (error instanceof SignedOut) return { kind: 'outside', hasEnded: true }
  if (error instanceof ApiError && error.code === 'M_USER_LOCKED') return { kind: 'locked', helpDesk: helpDeskOf(error.body) }
  throw error
}

function wordError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

// Whoever used the messenger here will do so now: all of it is on its way before the first thing is drawn.
if (Object.keys(localStorage).some((key) => key.startsWith('chappe.user.'))) void Promise.allSettled([loadSignIn(), loadMessenger()])
