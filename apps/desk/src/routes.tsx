// Which page stands at which path, in the frame of the desk.
import { Title } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { useDesk } from './desk-context.tsx'
import { DeskFrame } from './frame/desk-frame.tsx'
import { Guard } from './frame/guard.tsx'
import { PLACES, SUBPAGES } from './places.tsx'

/** The pages in their frame. */
export function Routes(): ReactNode {
  const { words } = useDesk()
  return (
    <Guard>
      <DeskFrame>
        <Switch>
          {PLACES.map(({ href, page }) => (
            <Route key={href} path={href}>
              {page}
            </Route>
          ))}
          {SUBPAGES.map(({ path, page }) => (
            <Route key={path} path={path}>
              {(parts) => page(Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, decodeURIComponent(String(value))])))}
            </Route>
          ))}
          <Route>
            <Title>{words.say('desk.noSuchPage')}</Title>
          </Route>
        </Switch>
      </DeskFrame>
    </Guard>
  )
}
