// One hot room: all sends into one room of 100 members.

import { createSendBenchmark } from './send-load.ts'

export const hotRoom = createSendBenchmark({
  name: 'hot-room',
  about: 'messages/s into one room of 100 members over 64 connections (scale: no effect)',
  countRooms: () => 1,
})
