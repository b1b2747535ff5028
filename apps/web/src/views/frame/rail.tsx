// The rail: where one can go from anywhere. On a phone it stands below.
import { LANGUAGES } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useLocation } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'
import { showOwnStatus } from '../person/own-status-shown.ts'
import { showKeyHelp } from './key-help-shown.ts'
import { Spaces } from './spaces.tsx'
import { RAIL_PLACES } from '../places.ts'
import { TrickedButton } from '../report/tricked-button.tsx'

/** The rail. */
export function Rail(): ReactNode {
  const { model, words } = useApp()
  const { counts } = useLive(model.inbox.state)
  const [path] = useLocation()
  return (
    <nav className="rail" aria-label={words.say('app.places')} data-region tabIndex={-1}>
      <ul className="rail-places">
        {RAIL_PLACES.map(({ href, word, icon, holds }) => (
          <li key={href}>
            <a className="rail-place" href={href} aria-current={holds(path) ? 'page' : undefined}>
              <Icon name={icon} />
              <span className="rail-word">{words.say(word)}</span>
              {href === paths.inbox() && counts.all > 0 ? (
                <span className="count count-strong">
                  <span aria-hidden="true">{words.number(counts.all)}</span>
                  <span className="hidden-visually">{words.say('app.waiting', { count: counts.all })}</span>
                </span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
      {BELOW}
    </nav>
  )
}

/** What is the same wherever one is. */
const BELOW = (
  <>
    <Spaces />
    <div className="rail-foot">
      <TrickedButton />
      <Me />
    </div>
  </>
)

const LANGUAGE_NAMES = { fr: 'Français', en: 'English' } as const

/** Oneself: the language, help, and the way out. */
function Me(): ReactNode {
  const { model, words, setLanguage } = useApp()
  return (
    <MenuTrigger>
      <AriaButton className="rail-place" aria-label={words.say('app.me')}>
        <Avatar id={model.userId} name={model.userId} />
      </AriaButton>
      <Popover placement="end bottom">
        <Menu className="menu" aria-label={words.say('app.me')}>
          <MenuItem textValue={model.userId} isDisabled>
            <span className="fixed">{model.userId}</span>
          </MenuItem>
          <Separator />
          <MenuItem onAction={showOwnStatus}>
            <Icon name="clock" />
            {words.say('own.open')}
          </MenuItem>
          {LANGUAGES.filter((each) => each !== words.language).map((each) => (
            <MenuItem key={each} id={each} onAction={() => setLanguage(each)}>
              <Icon name="globe" />
              {LANGUAGE_NAMES[each]}
            </MenuItem>
          ))}
          <MenuItem onAction={showKeyHelp}>
            <Icon name="details" />
            {words.say('app.keyHelp')}
          </MenuItem>
          <MenuItem onAction={() => navigate(paths.settings('sign-out'))}>
            <Icon name="out" />
            {words.say('app.signOut')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
