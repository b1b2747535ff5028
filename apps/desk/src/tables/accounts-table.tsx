// Accounts, a row each.
import type { ResponseOf, listDeskAccounts } from '@chappe/contract'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ExerciseBadge } from '../drills/exercise.tsx'
import { paths } from '../paths.ts'
import { StateBadge } from './state-badge.tsx'
import { DeskTable, useMoments } from './desk-table.tsx'

/** An account as a list has it. */
export type AccountRow = ResponseOf<typeof listDeskAccounts>['accounts'][number]

/** The table. */
export function AccountsTable({ rows, empty }: { rows: readonly AccountRow[]; empty: string }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<AccountRow>()
  return (
    <DeskTable
      caption={words.say('place.accounts')}
      rows={rows}
      keyOf={(row) => row.user_id}
      empty={empty}
      file="accounts.csv"
      columns={[
        {
          key: 'name',
          label: words.say('account.name'),
          text: (row) => `${row.display_name ?? ''} ${row.user_id}`.trim(),
          show: (row) => (
            <span className="stack-tight">
              <span>
                <a href={paths.account(row.user_id)}>{row.display_name ?? row.user_id}</a> {row.account_type === 'exercise' ? <ExerciseBadge /> : null}
              </span>
              {row.display_name === null ? null : <span className="soft fixed">{row.user_id}</span>}
            </span>
          ),
        },
        { key: 'state', label: words.say('account.state'), text: (row) => words.say(`state.${row.state}`), show: (row) => <StateBadge state={row.state} /> },
        { key: 'organisation', label: words.say('account.organisation'), text: (row) => row.organisation_id ?? '' },
        { key: 'roles', label: words.say('account.roles'), text: (row) => row.roles.map((role) => words.say(`role.${role}`)).join(', ') },
        moments('seen', words.say('account.lastSeen'), (row) => row.last_seen_at_ms, words.say('account.never')),
      ]}
    />
  )
}
