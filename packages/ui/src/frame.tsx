// The frame of an app: its places on the side, what is looked at beside them.
import type { ReactNode } from 'react'

/** A place one can go to. */
export interface Place {
  href: string
  label: string
  isHere: boolean
}

/** What the frame is given. */
export interface FrameProps {
  name: string
  places: readonly Place[]
  skipLabel: string
  placesLabel: string
  foot: ReactNode
  children: ReactNode
}

/** The frame. */
export function Frame({ name, places, skipLabel, placesLabel, foot, children }: FrameProps): ReactNode {
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {skipLabel}
      </a>
      <header className="frame-side">
        <span className="frame-name">{name}</span>
        <nav aria-label={placesLabel}>
          <ul className="frame-places">
            {places.map((place) => (
              <li key={place.href}>
                <a href={place.href} aria-current={place.isHere ? 'page' : undefined}>
                  {place.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="frame-foot">{foot}</div>
      </header>
      <main id="main" className="frame-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

/** The head of a page: its name, what one can do there. */
export function Title({ children, acts }: { children: ReactNode; acts?: ReactNode }): ReactNode {
  return (
    <div className="title">
      <h1>{children}</h1>
      {acts === undefined ? null : <div className="row">{acts}</div>}
    </div>
  )
}
