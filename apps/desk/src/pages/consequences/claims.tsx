// Holding what somebody has published against a report.
import type { ResponseOf } from '@chappe/contract'
import { checkClaims } from '@chappe/contract'
import { Badge, Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../../desk-context.tsx'
import { Page, wordError } from '../../page.tsx'
import { DeskTable } from '../../tables/desk-table.tsx'
import { wordClass } from '../../word-names.ts'
import { ConsequenceLinks, PrintButton } from './consequences.tsx'

type Checked = ResponseOf<typeof checkClaims>
type Claim = Checked['claims'][number]

/** What the ledger bears out is the bad news. */
const TONES = { supported: 'bad', more_than_supported: 'warn', not_supported: 'good' } as const

/** The page. */
export function ClaimsPage({ reportId }: { reportId: string }): ReactNode {
  const { words, ask } = useDesk()
  const { say } = words
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [checked, setChecked] = useState<Checked | undefined>(undefined)

  async function check(): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    try {
      setChecked(await ask(checkClaims, { params: { reportId }, body: { text } }))
    } catch (error) {
      setProblem(wordError(error, say))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={`${say('consequences.claims')} · ${say('consequences.title', { id: reportId })}`} acts={<PrintButton />}>
      <ConsequenceLinks reportId={reportId} here="claims" />
      <p className="soft">{say('claims.why')}</p>
      <form
        className="stack no-print"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) void check()
        }}
      >
        <TextField label={say('claims.text')} name="text" value={text} onChange={setText} isRequired isLong maxLength={100_000} />
        {problem === undefined ? null : (
          <Notice tone="bad">
            <p>{problem}</p>
          </Notice>
        )}
        <div className="row">
          <Button kind="main" type="submit" isBusy={isBusy}>
            {say('claims.check')}
          </Button>
        </div>
      </form>
      {checked === undefined ? null : (
        <section className="stack" aria-live="polite">
          <h2>{say('claims.title')}</h2>
          {checked.is_cut ? <Notice tone="warn">{say('claims.cut')}</Notice> : null}
          <ClaimsTable reportId={reportId} claims={checked.claims} />
        </section>
      )}
    </Page>
  )
}

function ClaimsTable({ reportId, claims }: { reportId: string; claims: readonly Claim[] }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  return (
    <DeskTable
      caption={say('claims.title')}
      rows={claims}
      keyOf={(row) => `${row.kind} ${row.text}`}
      empty={say('claims.none')}
      file={`claims-${reportId}.csv`}
      columns={[
        { key: 'claim', label: say('claims.claim'), text: (row) => row.text, show: (row) => <span className="fixed">{row.text}</span> },
        { key: 'kind', label: say('claims.kind'), text: (row) => say(`claim.${row.kind}`) },
        { key: 'verdict', label: say('claims.verdict'), text: (row) => say(`verdict.${row.verdict}`), show: (row) => <Badge tone={TONES[row.verdict]}>{say(`verdict.${row.verdict}`)}</Badge> },
        { key: 'delivered', label: say('claims.delivered'), text: (row) => row.delivered, show: (row) => words.number(row.delivered) },
        { key: 'assumed', label: say('claims.assumed'), text: (row) => row.assumed, show: (row) => words.number(row.assumed) },
        { key: 'reachable', label: say('claims.reachable'), text: (row) => row.reachable, show: (row) => words.number(row.reachable) },
        { key: 'class', label: say('claims.class'), text: (row) => (row.class === null ? '' : wordClass(row.class, say)) },
      ]}
    />
  )
}
