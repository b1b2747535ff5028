// Row type of the writer, which owns the positions of the event and change streams.

/** See migration 0001. */
export interface WriterTable {
  writer_id: number
  epoch: number
  owner: string
  event_position: number
  change_reserved: number
}

/** The tables of the streams. */
export interface StreamsTables {
  writer: WriterTable
}
