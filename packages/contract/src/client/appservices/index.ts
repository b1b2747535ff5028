// Endpoints of this area.
export { getThirdpartyProtocol } from './get-thirdparty-protocol.ts'
export { listThirdpartyProtocols } from './list-thirdparty-protocols.ts'
export { pingAppservice } from './ping-appservice.ts'
export { queryLocationByAlias } from './query-location-by-alias.ts'
export { queryLocationByProtocol } from './query-location-by-protocol.ts'
export { queryUserById } from './query-user-by-id.ts'
export { queryUserByProtocol } from './query-user-by-protocol.ts'
export { updateAppserviceRoomDirectoryVisibility } from './update-appservice-room-directory-visibility.ts'
