// In front of the messenger: who is not signed in signs in. What is behind it is loaded when somebody is.
import type { Language } from '@chappe/ui'
import { Button, createWords, languageOf, LANGUAGES, Notice, TextField, Waiting } from '@chappe/ui'
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError, createSignIn, SignedOut } from '@chappe/ui/sign-in'
import type { ComponentType, ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import { paths } from './paths.ts'
import type { AppModel } from './viewmodels/app.ts'
import type { Wishes } from './viewmodels/preferences.ts'
import { createPreferences } from './viewmodels/preferences.ts'
import { AppProvider } from './views/app-context.tsx'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'

const preferences = createPreferences(localStorage)
const LANGUAGE_KEY = 'chappe.language'
const signIn = createSignIn({ clientId: 'org.chappe.web', store: 'chappe-web', home: paths.home(), signedIn: paths.signedIn() })

type Standing = { kind: 'opening' } | { kind: 'outside'; problem?: string | undefined } | { kind: 'locked' } | { kind: 'inside'; model: AppModel; Inside: ComponentType }

/** The whole app. */
export function Entrance(): ReactNode {
  const [language, setLanguage] = useState<Language>(() => languageOf([localStorage.getItem(LANGUAGE_KEY) ?? '', ...navigator.languages]))
  const [standing, setStanding] = useState<Standing>({ kind: 'opening' })
  const [address, setAddress] = useState('')
  const words = useMemo(() => createWords({ en, fr }, language), [language])

  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(LANGUAGE_KEY, language)
  }, [language])

  useEffect(() => {
    dress(preferences.state.getState())
    return preferences.state.subscribe(dress)
  }, [])

  useEffect(() => {
    open().then(setStanding, (error: unknown) => setStanding({ kind: 'outside', problem: wordError(error) }))
  }, [])

  if (standing.kind === 'inside') {
    return (
      <AppProvider value={{ model: standing.model, words, setLanguage, preferences }}>
        <standing.Inside />
      </AppProvider>
    )
  }
  const go = (): void => void signIn.begin(address.trim()).catch((error: unknown) => setStanding({ kind: 'outside', problem: wordError(error) }))
  return (
    <div className="alone">
      <main className="card stack">
        <h1>{words.say('app.name')}</h1>
        {standing.kind === 'opening' ? <Waiting label={words.say('app.opening')} /> : null}
        {standing.kind === 'locked' ? (
          <Notice tone="warn">
            <p>{words.say('signIn.locked')}</p>
          </Notice>
        ) : null}
        {standing.kind === 'outside' && standing.problem !== undefined ? (
          <Notice tone="bad">
            <p>{words.say('signIn.failed')}</p>
            <p className="fixed">{standing.problem}</p>
          </Notice>
        ) : null}
        {standing.kind === 'outside' ? (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault()
              go()
            }}
          >
            <h2>{words.say('signIn.title')}</h2>
            <TextField
              label={words.say('signIn.address')}
              help={words.say('signIn.addressHelp')}
              name="email"
              type="email"
              autoComplete="username webauthn"
              value={address}
              onChange={setAddress}
            />
            <Button kind="main" type="submit">
              {words.say('signIn.go')}
            </Button>
          </form>
        ) : null}
        <div className="row">
          {LANGUAGES.filter((each) => each !== language).map((each) => (
            <Button key={each} kind="plain" onPress={() => setLanguage(each)}>
              {each === 'fr' ? 'Français' : 'English'}
            </Button>
          ))}
        </div>
      </main>
    </div>
  )
}

/** Puts the wishes where the styles look for them. */
function dress({ theme, density }: Wishes): void {
  document.documentElement.dataset['theme'] = theme
  document.documentElement.dataset['density'] = density
}

// Once a page, whatever React does with its effects: the code of a sign-in is good once.
let opening: Promise<Standing> | undefined

function open(): Promise<Standing> {
  opening ??= openOnce()
  return opening
}

/** Opens the session that is there, or ends the sign-in that led here. */
async function openOnce(): Promise<Standing> {
  if (location.pathname === paths.signedIn()) history.replaceState(null, '', await signIn.finish())
  const signedIn = await signIn.find()
  if (signedIn === undefined) return { kind: 'outside' }
  try {
    return { kind: 'inside', ...(await openInside(signedIn)) }
  } catch (error) {
    if (error instanceof SignedOut) return { kind: 'outside' }
    if (error instanceof ApiError && error.code === 'M_USER_LOCKED') return { kind: 'locked' }
    throw error
  }
}

async function openInside(signedIn: SignedIn): Promise<{ model: AppModel; Inside: ComponentType }> {
  const [{ openMessenger }, { Inside }] = await Promise.all([import('./open-messenger.ts'), import('./views/inside.tsx')])
  return { model: await openMessenger(signedIn), Inside }
}

function wordError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
