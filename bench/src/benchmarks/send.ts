// Send throughput: 1,000 rooms of 100 members, 64 connections, every answer durable.

import { scaled } from '../benchmark.ts'
import { createSendBenchmark } from './send-load.ts'

export const send = createSendBenchmark({
  name: 'send',
  about: 'messages/s into 1,000 rooms of 100 members over 64 connections (scale: rooms)',
  countRooms: (scale) => scaled(1000, scale, 2),
})
