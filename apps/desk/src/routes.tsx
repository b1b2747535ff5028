// Which page stands at which path.
import { listDeskAccounts, listDeskActions, listDeskAlerts, listDeskCases, listDeskReports, listDeskRequests, listBlockedNetworks, listOrganisations } from '@chappe/contract'
import { Button, Frame, Title } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { useDesk } from './desk-context.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { AccountPage } from './pages/account.tsx'
import { AccountsPage } from './pages/accounts.tsx'
import { AlertsPage } from './pages/alerts.tsx'
import { AuditPage } from './pages/audit.tsx'
import { CasePage } from './pages/case.tsx'
import { CasesPage } from './pages/cases.tsx'
import { OrganisationPage } from './pages/organisation.tsx'
import { OrganisationsPage } from './pages/organisations.tsx'
import { OverviewPage } from './pages/overview.tsx'
import { ReachPage } from './pages/reach.tsx'
import { ReportsPage } from './pages/reports.tsx'
import { RequestsPage } from './pages/requests.tsx'
import { paths } from './paths.ts'

/** The pages in their frame. Only places that one's roles open are shown. */
export function Routes(): ReactNode {
  const { words, me, may, setLanguage, signOut } = useDesk()
  const [path] = useLocation()
  const places = [
    { href: paths.overview(), label: words.say('place.overview'), isOpen: true },
    { href: paths.accounts(), label: words.say('place.accounts'), isOpen: may(listDeskAccounts) },
    { href: paths.alerts(), label: words.say('place.alerts'), isOpen: may(listDeskAlerts) },
    { href: paths.reports(), label: words.say('place.reports'), isOpen: may(listDeskReports) },
    { href: paths.requests(), label: words.say('place.requests'), isOpen: may(listDeskRequests) },
    { href: paths.cases(), label: words.say('place.cases'), isOpen: may(listDeskCases) },
    { href: paths.organisations(), label: words.say('place.organisations'), isOpen: may(listOrganisations) },
    { href: paths.reach(), label: words.say('place.reach'), isOpen: may(listBlockedNetworks) },
    { href: paths.audit(), label: words.say('place.audit'), isOpen: may(listDeskActions) },
  ]
  const here = path.startsWith(paths.overview()) ? path : paths.overview()
  return (
    <Frame
      name={words.say('desk.short')}
      places={places
        .filter((place) => place.isOpen)
        .map(({ href, label }) => ({ href, label, isHere: href === paths.overview() ? here === href : here === href || here.startsWith(`${href}/`) }))}
      skipLabel={words.say('desk.skip')}
      placesLabel={words.say('desk.places')}
      foot={
        <>
          <span className="soft fixed">{me.userId}</span>
          <span className="soft">{me.roles.map((role) => words.say(`role.${role}`)).join(', ')}</span>
          <LanguageChoice language={words.language} onChange={setLanguage} />
          <Button kind="plain" onPress={() => void signOut()}>
            {words.say('desk.signOut')}
          </Button>
        </>
      }
    >
      <Switch>
        <Route path={paths.overview()}>
          <OverviewPage />
        </Route>
        <Route path={paths.accounts()}>
          <AccountsPage />
        </Route>
        <Route path={`${paths.accounts()}/:userId`}>{({ userId }) => <AccountPage key={userId} userId={decodeURIComponent(userId)} />}</Route>
        <Route path={paths.alerts()}>
          <AlertsPage />
        </Route>
        <Route path={paths.reports()}>
          <ReportsPage />
        </Route>
        <Route path={paths.requests()}>
          <RequestsPage />
        </Route>
        <Route path={paths.cases()}>
          <CasesPage />
        </Route>
        <Route path={`${paths.cases()}/:caseId`}>{({ caseId }) => <CasePage key={caseId} caseId={caseId} />}</Route>
        <Route path={paths.organisations()}>
          <OrganisationsPage />
        </Route>
        <Route path={`${paths.organisations()}/:organisationId`}>
          {({ organisationId }) => <OrganisationPage key={organisationId} organisationId={decodeURIComponent(organisationId)} />}
        </Route>
        <Route path={paths.reach()}>
          <ReachPage />
        </Route>
        <Route path={paths.audit()}>
          <AuditPage />
        </Route>
        <Route>
          <Title>{words.say('desk.noSuchPage')}</Title>
        </Route>
      </Switch>
    </Frame>
  )
}
