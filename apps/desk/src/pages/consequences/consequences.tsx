// What the pages of one report's consequences share: where they lead, and printing.
import { askAttribution, checkClaims, getBreachNotification, getExposureNotices } from '@chappe/contract'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useDesk } from '../../desk-context.tsx'
import { paths } from '../../paths.ts'

/** Links between what follows from a report, to those that one's roles open. */
export function ConsequenceLinks({ reportId, here }: { reportId: string; here?: 'notification' | 'notices' | 'claims' }): ReactNode {
  const { words, may } = useDesk()
  const places = [
    { key: 'report', label: words.say('exposure.title', { id: reportId }), href: paths.exposureReport(reportId), isOpen: here !== undefined },
    { key: 'notification', label: words.say('consequences.notification'), href: paths.notification(reportId), isOpen: may(getBreachNotification) },
    { key: 'notices', label: words.say('consequences.notices'), href: paths.notices(reportId), isOpen: may(getExposureNotices) },
    { key: 'claims', label: words.say('consequences.claims'), href: paths.claims(reportId), isOpen: may(checkClaims) },
    { key: 'leaks', label: words.say('place.attributions'), href: paths.attributions(), isOpen: may(askAttribution) },
  ].filter(({ isOpen }) => isOpen)
  return (
    <nav className="row no-print" aria-label={words.say('consequences.places')}>
      {places.map(({ key, label, href }) => (
        <Link key={key} href={href} aria-current={key === here ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}

/** Prints the page as it stands. */
export function PrintButton(): ReactNode {
  const { words } = useDesk()
  return <Button onPress={() => window.print()}>{words.say('consequences.print')}</Button>
}
