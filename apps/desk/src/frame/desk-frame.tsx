// The frame of the desk: where one can go on the side, what one looks at beside it. On a telephone the places open from a
// button.
import { AccessibilityLink, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { LanguageChoice } from '../language-choice.tsx'
import { countOf } from '../overview/counts.ts'
import { useOverview } from '../overview/use-overview.tsx'
import { GROUPS } from '../places.tsx'
import { Commands } from './commands.tsx'
import { Help } from './help.tsx'
import { useShortcuts } from './shortcuts.ts'
import type { OpenPlace } from './use-places.ts'
import { usePlaces } from './use-places.ts'

/** The frame. */
export function DeskFrame({ children }: { children: ReactNode }): ReactNode {
  const { words } = useDesk()
  const places = usePlaces()
  const [path] = useLocation()
  const [isOpen, setOpen] = useState(false)
  const [front, setFront] = useState<'commands' | 'help' | undefined>(undefined)
  useShortcuts({ places, openCommands: () => setFront('commands'), openHelp: () => setFront('help') })
  useEffect(() => setOpen(false), [path])
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {words.say('desk.skip')}
      </a>
      <header className="frame-side" data-open={isOpen}>
        <div className="frame-top">
          <span className="frame-name">{words.say('desk.short')}</span>
          <button type="button" className="button frame-toggle" aria-expanded={isOpen} aria-controls="places" onClick={() => setOpen(!isOpen)}>
            {words.say('desk.places')}
          </button>
        </div>
        <button type="button" className="frame-find" aria-keyshortcuts="Control+K" onClick={() => setFront('commands')}>
          <span>{words.say('commands.open')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <nav id="places" className="frame-nav" aria-label={words.say('desk.places')}>
          <Groups places={places} />
        </nav>
        <Foot onHelp={() => setFront('help')} />
      </header>
      <main id="main" className="frame-main" tabIndex={-1}>
        {children}
      </main>
      {front === 'commands' ? <Commands places={places} onHelp={() => setFront('help')} onClose={() => setFront(undefined)} /> : null}
      {front === 'help' ? <Help places={places} onClose={() => setFront(undefined)} /> : null}
    </div>
  )
}

function Groups({ places }: { places: readonly OpenPlace[] }): ReactNode {
  const { words } = useDesk()
  const { numbers } = useOverview()
  return GROUPS.map((group) => {
    const inGroup = places.filter((place) => place.group === group)
    if (inGroup.length === 0) return null
    return (
      <div key={group} className="frame-group">
        <h2 id={`places-${group}`}>{words.say(`group.${group}`)}</h2>
        <ul className="frame-places" aria-labelledby={`places-${group}`}>
          {inGroup.map(({ href, label, isHere }) => {
            const count = countOf(href, numbers)
            return (
              <li key={href}>
                <a href={href} aria-current={isHere ? 'page' : undefined}>
                  {words.say(label)}
                </a>
                {count === undefined ? null : <span className={`count count-${count.tone}`}>{words.number(count.count)}</span>}
              </li>
            )
          })}
        </ul>
      </div>
    )
  })
}

function Foot({ onHelp }: { onHelp: () => void }): ReactNode {
  const { words, me, setLanguage, signOut } = useDesk()
  return (
    <div className="frame-foot">
      <span className="soft fixed">{me.userId}</span>
      <span className="soft">{me.roles.map((role) => words.say(`role.${role}`)).join(', ')}</span>
      <div className="row">
        <LanguageChoice language={words.language} onChange={setLanguage} />
        <Button kind="plain" onPress={onHelp}>
          {words.say('keys.open')}
        </Button>
        <Button kind="plain" onPress={() => void signOut()}>
          {words.say('desk.signOut')}
        </Button>
      </div>
      <AccessibilityLink language={words.language} />
    </div>
  )
}
