// In front of the desk: who is not signed in signs in, who has no part at the desk is told so, and whatever ends a session
// leads back here.
import { getDeskMe } from '@chappe/contract'
import type { Language } from '@chappe/ui'
import { AccessibilityLink, Button, createWords, languageOf, Notice, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import { ask, download } from './api.ts'
import type { Desk, Me } from './desk-context.tsx'
import { DeskProvider } from './desk-context.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { OverviewProvider } from './overview/use-overview.tsx'
import { paths } from './paths.ts'
import { Routes } from './routes.tsx'
import type { Session } from './session.ts'
import { ApiError, beginSignIn, findSession, finishSignIn, SignedOut } from './session.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'

const LANGUAGE_KEY = 'chappe.language'

type Standing =
  | { kind: 'opening' }
  | { kind: 'outside'; problem?: string | undefined }
  /** Signed in, but nobody at the desk. */
  | { kind: 'stranger'; session: Session }
  | { kind: 'inside'; session: Session; me: Me }

/** The whole app. */
export function Entrance(): ReactNode {
  const [language, setLanguage] = useState<Language>(() => languageOf([localStorage.getItem(LANGUAGE_KEY) ?? '', ...navigator.languages]))
  const [standing, setStanding] = useState<Standing>({ kind: 'opening' })
  const words = useMemo(() => createWords({ en, fr }, language), [language])

  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(LANGUAGE_KEY, language)
  }, [language])

  useEffect(() => {
    open().then(setStanding, (error: unknown) => setStanding({ kind: 'outside', problem: wordError(error) }))
  }, [])

  const desk = useMemo<Desk | undefined>(() => {
    if (standing.kind !== 'inside') return undefined
    const { session, me } = standing
    const inside = async <T,>(answer: Promise<T>): Promise<T> => {
      try {
        return await answer
      } catch (error) {
        if (error instanceof SignedOut) setStanding({ kind: 'outside' })
        throw error
      }
    }
    return {
      me,
      words,
      setLanguage,
      ask: (endpoint, input) => inside(ask(session.call, endpoint, input)),
      download: (endpoint, input) => inside(download(session, endpoint, input)),
      may: ({ roles }) => roles === undefined || roles.some((role) => me.roles.includes(role)),
      async signOut() {
        await session.signOut()
        setStanding({ kind: 'outside' })
      },
    }
  }, [standing, words])

  if (desk !== undefined) {
    return (
      <DeskProvider value={desk}>
        <OverviewProvider>
          <Routes />
        </OverviewProvider>
      </DeskProvider>
    )
  }
  return (
    <div className="alone">
      <main className="card stack">
        <h1>{words.say('desk.name')}</h1>
        {standing.kind === 'opening' ? <Waiting label={words.say('desk.opening')} /> : null}
        {standing.kind === 'stranger' ? <p>{words.say('signIn.noRole')}</p> : null}
        {standing.kind === 'outside' ? <p>{words.say('signIn.why')}</p> : null}
        {standing.kind === 'outside' && standing.problem !== undefined ? (
          <Notice tone="bad">
            <p>{words.say('signIn.failed')}</p>
            <p className="fixed" lang="en">
              {standing.problem}
            </p>
          </Notice>
        ) : null}
        <div className="row">
          {standing.kind === 'outside' ? (
            <Button kind="main" onPress={() => void beginSignIn().catch((error: unknown) => setStanding({ kind: 'outside', problem: wordError(error) }))}>
              {words.say('signIn.go')}
            </Button>
          ) : null}
          {standing.kind === 'stranger' ? (
            <Button onPress={() => void standing.session.signOut().then(() => setStanding({ kind: 'outside' }))}>{words.say('desk.signOut')}</Button>
          ) : null}
          <LanguageChoice language={language} onChange={setLanguage} />
          <AccessibilityLink language={language} />
        </div>
      </main>
    </div>
  )
}

// Once a page, whatever React does with its effects: the code of a sign-in is good once.
let opening: Promise<Standing> | undefined

function open(): Promise<Standing> {
  opening ??= openOnce()
  return opening
}

/** Opens the session that is there, or ends the sign-in that led here. */
async function openOnce(): Promise<Standing> {
  if (location.pathname === paths.signedIn()) history.replaceState(null, '', await finishSignIn())
  const session = await findSession()
  if (session === undefined) return { kind: 'outside' }
  try {
    const me = await ask(session.call, getDeskMe, { params: {} })
    return { kind: 'inside', session, me: { userId: me.user_id, roles: me.roles, isConfined: me.scope !== 'everybody' } }
  } catch (error) {
    if (error instanceof SignedOut) return { kind: 'outside' }
    if (error instanceof ApiError && error.code === 'M_FORBIDDEN') return { kind: 'stranger', session }
    throw error
  }
}

function wordError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
