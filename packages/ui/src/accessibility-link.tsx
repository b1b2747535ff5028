// The way to the accessibility statement, which says at once how far the service was found to conform, as the law asks.
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { Language } from './languages.ts'

/** The server's page. */
const STATEMENT = '/accessibility'

const WORDS = {
  fr: { unknown: 'Accessibilité', none: 'Accessibilité\u00a0: non conforme', partial: 'Accessibilité\u00a0: partiellement conforme', full: 'Accessibilité\u00a0: totalement conforme' },
  en: { unknown: 'Accessibility', none: 'Accessibility: not compliant', partial: 'Accessibility: partially compliant', full: 'Accessibility: fully compliant' },
} as const

type Degree = keyof (typeof WORDS)['en']

/** The link; without a server it says no more than where it leads. */
export function AccessibilityLink({ language }: { language: Language }): ReactNode {
  const [degree, setDegree] = useState<Degree>('unknown')
  useEffect(() => {
    let isShown = true
    asked ??= ask()
    void asked.then((found) => isShown && setDegree(found))
    return () => {
      isShown = false
    }
  }, [])
  return (
    <a className="statement-link" href={`${STATEMENT}?lang=${language}`}>
      {WORDS[language][degree]}
    </a>
  )
}

// Once a page: it changes with a restart of the server only.
let asked: Promise<Degree> | undefined

async function ask(): Promise<Degree> {
  try {
    const answer = await fetch('/.well-known/matrix/client')
    const body: unknown = await answer.json()
    return degreeOf(fieldOf(fieldOf(body, 'org.chappe.accessibility'), 'degree'))
  } catch {
    asked = undefined
    return 'unknown'
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
}

function degreeOf(value: unknown): Degree {
  return value === 'none' || value === 'partial' || value === 'full' ? value : 'unknown'
}
