// How the messenger looks in this browser.
import type { ReactNode } from 'react'
import { DENSITIES, THEMES } from '../../viewmodels/preferences.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Choice } from './choice.tsx'

/** Light and dark, and how close messages stand. */
export function AppearanceSection(): ReactNode {
  const { words, preferences } = useApp()
  const { theme, density } = useLive(preferences.state)
  return (
    <>
      <p className="soft">{words.say('settings.appearanceHelp')}</p>
      <Choice label={words.say('settings.theme')} value={theme} onChange={preferences.setTheme} choices={THEMES.map((value) => ({ value, label: words.say(`settings.theme.${value}`) }))} />
      <Choice
        label={words.say('settings.density')}
        value={density}
        onChange={preferences.setDensity}
        choices={DENSITIES.map((value) => ({ value, label: words.say(`settings.density.${value}`), help: words.say(`settings.density.${value}.help`) }))}
      />
    </>
  )
}
