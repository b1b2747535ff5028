// Endpoints of this area.
export { createExposureReport } from './create-exposure-report.ts'
export { getExposureReport } from './get-exposure-report.ts'
export { listExposedFiles } from './list-exposed-files.ts'
export { listExposedPeople } from './list-exposed-people.ts'
export { listExposedRooms } from './list-exposed-rooms.ts'
export { listExposureReports } from './list-exposure-reports.ts'
