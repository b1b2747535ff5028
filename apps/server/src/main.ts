// `npm start`: configuration, database, server, listen; and the way back when it is told to stop.
import { start } from './start.ts'

// Whatever handle is still open then must not keep a stopped server alive.
process.exit(await start({ argv: process.argv.slice(2), env: process.env }))
