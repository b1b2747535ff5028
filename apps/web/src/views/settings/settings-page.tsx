// The settings: their sections on one side, the one that is looked at beside them. On a phone one of the two.
import './settings.css'
import { AccessibilityLink, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Suspense, useEffect } from 'react'
import { useParams } from 'wouter'
import { paths } from '../../paths.ts'
import { useApp } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { SETTINGS_SECTIONS } from './sections.tsx'

/** The page of a section; of none, the list of them (beside it, where there is room, the first). */
export function SettingsPage(): ReactNode {
  const { words } = useApp()
  const { section } = useParams<{ section?: string }>()
  const shown = section === undefined ? SETTINGS_SECTIONS[0] : SETTINGS_SECTIONS.find(({ id }) => id === section)
  const title = shown === undefined ? words.say('settings.title') : words.say(shown.title)
  useEffect(() => {
    document.title = `${title} · ${words.say('app.name')}`
  }, [title, words])
  return (
    <div className="settings" data-place={section === undefined ? 'list' : 'section'}>
      <nav className="settings-list" aria-label={words.say('settings.title')}>
        <header className="settings-head">
          <a className="tool settings-back" href={paths.home()} aria-label={words.say('app.back')}>
            <Icon name="back" />
          </a>
          <strong>{words.say('settings.title')}</strong>
        </header>
        <ul className="settings-sections">
          {SETTINGS_SECTIONS.map(({ id, title: key }) => (
            <li key={id}>
              <a href={paths.settings(id)} aria-current={id === shown?.id ? 'page' : undefined}>
                {words.say(key)}
              </a>
            </li>
          ))}
        </ul>
        <AccessibilityLink language={words.language} />
      </nav>
      <section className="settings-section" aria-labelledby="settings-name">
        <header className="settings-head">
          <a className="tool settings-back" href={paths.settings()} aria-label={words.say('settings.back')}>
            <Icon name="back" />
          </a>
          <h1 id="settings-name">{title}</h1>
        </header>
        <div className="settings-body">
          <Suspense fallback={<Waiting label={words.say('app.loading')} />}>{shown === undefined ? <p className="soft">{words.say('app.noSuchPage')}</p> : <shown.Body />}</Suspense>
        </div>
      </section>
    </div>
  )
}
