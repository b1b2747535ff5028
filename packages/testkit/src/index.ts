// People, databases and servers for tests.
export type { TestClock } from './clock.ts'
export { createTestClock } from './clock.ts'
export type { TestDatabase } from './database.ts'
export { freshDatabase, testServerUrl } from './database.ts'
export type { HttpAnswer, Json, Person, RequestOptions } from './person.ts'
export { createPerson, request } from './person.ts'
export type { BuildServer, BuiltServer, TestConfig, TestServer } from './server.ts'
export { PASSWORD, startTestServer } from './server.ts'
