// The wire contract: every endpoint as a value, and the one error table.
export type {
  AnyEndpoint,
  BodyOf,
  DeskRole,
  Endpoint,
  EndpointAuth,
  Method,
  ParamsOf,
  QueryOf,
  RateClass,
  ResponseOf,
  RevealKind,
  RevealsOf,
} from './endpoint.ts'
export { endpoint } from './endpoint.ts'
export type { ErrorCode, ErrorDetail } from './errors.ts'
export { MatrixError } from './errors.ts'
export type { CodeFile, CodeList, ServedPlace } from './code-list.ts'
export { CODE_LIST_PATH, parseCodeList, printCodeList } from './code-list.ts'
export { AuthData, UserIdentifier } from './interactive-auth.ts'
export * from './all.ts'
export { allEndpoints } from './list.ts'
export type { RoomEventsCriteria } from './client/search/search.ts'
export type { RoomEventFilter, SyncFilter } from './client/account-data/sync-filter.ts'
export { roomEventFilterSchema, syncFilter } from './client/account-data/sync-filter.ts'
