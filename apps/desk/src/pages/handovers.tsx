// Rooms without an admin, and taking them over.
import type { ResponseOf } from '@chappe/contract'
import { listHandovers, takeOverRoom } from '@chappe/contract'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordHandover } from '../word-names.ts'

type Handover = ResponseOf<typeof listHandovers>['rooms'][number]

/** The page. */
export function HandoversPage(): ReactNode {
  const { words, ask } = useDesk()
  const moments = useMoments<Handover>()
  const [roomId, setRoomId] = useState<string | undefined>(undefined)
  const asked = useAnswer('handovers', () => ask(listHandovers, { params: {} }))
  return (
    <Page title={words.say('place.handovers')}>
      <p className="soft">{words.say('handovers.why')}</p>
      <Answer asked={asked}>
        {({ rooms }) => (
          <DeskTable
            caption={words.say('place.handovers')}
            rows={rooms}
            keyOf={(row) => row.room_id}
            empty={words.say('handovers.none')}
            columns={[
              { key: 'room', label: words.say('handovers.room'), text: (row) => row.room_id, show: (row) => <span className="fixed id">{row.room_id}</span> },
              { key: 'organisation', label: words.say('handovers.organisation'), text: (row) => row.organisation_id ?? '' },
              { key: 'reason', label: words.say('handovers.reason'), text: (row) => wordHandover(row.reason, words.say) },
              { key: 'last', label: words.say('handovers.last'), text: (row) => row.last_admin, show: (row) => <span className="fixed id">{row.last_admin}</span> },
              moments('since', words.say('handovers.since'), (row) => row.since_ms),
              {
                key: 'acts',
                label: words.say('device.acts'),
                text: () => '',
                show: (row) => (
                  <Button name={words.say('handovers.take', { room: row.room_id })} onPress={() => setRoomId(row.room_id)}>
                    {words.say('handovers.takeShort')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answer>
      {roomId === undefined ? null : (
        <ActForm
          title={words.say('handovers.take', { room: roomId })}
          explanation={words.say('handovers.takeWhy')}
          button={words.say('handovers.takeDo')}
          onClose={() => {
            setRoomId(undefined)
            asked.askAgain()
          }}
          act={async (reason) => {
            await ask(takeOverRoom, { params: { roomId }, body: reason })
          }}
        />
      )}
    </Page>
  )
}
