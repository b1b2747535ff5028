// The places that are open to whoever is signed in.
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import type { DeskPlace } from '../places.tsx'
import { PLACES } from '../places.tsx'
import { paths } from '../paths.ts'

/** A place, and whether one is there. */
export interface OpenPlace extends DeskPlace {
  isHere: boolean
}

/** The open places, in the order of the navigation. */
export function usePlaces(): readonly OpenPlace[] {
  const { may } = useDesk()
  const [path] = useLocation()
  return useMemo(
    () => PLACES.filter(({ opens }) => opens === undefined || may(opens)).map((place) => ({ ...place, isHere: isAt(path, place.href) })),
    [may, path],
  )
}

function isAt(path: string, href: string): boolean {
  if (href === paths.overview()) return path === href || !path.startsWith(`${href}/`)
  return path === href || path.startsWith(`${href}/`)
}
