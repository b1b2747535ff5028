// Every route of the administration of accounts.
import type { Route } from '../../../http/route.ts'
import type { Admin } from '../admin.ts'
import { adminCreateRegistrationTokenRoute } from './admin-create-registration-token.ts'
import { adminDeactivateUserRoute } from './admin-deactivate-user.ts'
import { adminDeleteDeviceRoute } from './admin-delete-device.ts'
import { adminDeleteDevicesRoute } from './admin-delete-devices.ts'
import { adminDeleteRateOverrideRoute } from './admin-delete-rate-override.ts'
import { adminDeleteRegistrationTokenRoute } from './admin-delete-registration-token.ts'
import { adminGetDeviceRoute } from './admin-get-device.ts'
import { adminGetRateOverrideRoute } from './admin-get-rate-override.ts'
import { adminGetRegistrationTokenRoute } from './admin-get-registration-token.ts'
import { adminGetUserRoute } from './admin-get-user.ts'
import { adminGetUserAdminRoute } from './admin-get-user-admin.ts'
import { adminListDevicesRoute } from './admin-list-devices.ts'
import { adminListJoinedRoomsRoute } from './admin-list-joined-rooms.ts'
import { adminListRegistrationTokensRoute } from './admin-list-registration-tokens.ts'
import { adminListUsersRoute } from './admin-list-users.ts'
import { adminLoginAsUserRoute } from './admin-login-as-user.ts'
import { adminPutUserRoute } from './admin-put-user.ts'
import { adminResetPasswordRoute } from './admin-reset-password.ts'
import { adminServerVersionRoute } from './admin-server-version.ts'
import { adminSetRateOverrideRoute } from './admin-set-rate-override.ts'
import { adminSetUserAdminRoute } from './admin-set-user-admin.ts'
import { adminSuspendUserRoute } from './admin-suspend-user.ts'
import { adminUpdateDeviceRoute } from './admin-update-device.ts'
import { adminUpdateRegistrationTokenRoute } from './admin-update-registration-token.ts'
import { adminUsernameAvailableRoute } from './admin-username-available.ts'
import { adminWhoIsRoute } from './admin-who-is.ts'
import { getAdminLockUserRoute } from './get-admin-lock-user.ts'
import { getAdminSuspendUserRoute } from './get-admin-suspend-user.ts'
import { getWhoIsRoute } from './get-who-is.ts'
import { setAdminLockUserRoute } from './set-admin-lock-user.ts'
import { setAdminSuspendUserRoute } from './set-admin-suspend-user.ts'

/** The routes, tied to their operations. */
export function adminRoutes(admin: Admin): Route[] {
  return [
    adminCreateRegistrationTokenRoute(admin),
    adminDeactivateUserRoute(admin),
    adminDeleteDeviceRoute(admin),
    adminDeleteDevicesRoute(admin),
    adminDeleteRateOverrideRoute(admin),
    adminDeleteRegistrationTokenRoute(admin),
    adminGetDeviceRoute(admin),
    adminGetRateOverrideRoute(admin),
    adminGetRegistrationTokenRoute(admin),
    adminGetUserRoute(admin),
    adminGetUserAdminRoute(admin),
    adminListDevicesRoute(admin),
    adminListJoinedRoomsRoute(admin),
    adminListRegistrationTokensRoute(admin),
    adminListUsersRoute(admin),
    adminLoginAsUserRoute(admin),
    adminPutUserRoute(admin),
    adminResetPasswordRoute(admin),
    adminServerVersionRoute(admin),
    adminSetRateOverrideRoute(admin),
    adminSetUserAdminRoute(admin),
    adminSuspendUserRoute(admin),
    adminUpdateDeviceRoute(admin),
    adminUpdateRegistrationTokenRoute(admin),
    adminUsernameAvailableRoute(admin),
    adminWhoIsRoute(admin),
    getAdminLockUserRoute(admin),
    getAdminSuspendUserRoute(admin),
    getWhoIsRoute(admin),
    setAdminLockUserRoute(admin),
    setAdminSuspendUserRoute(admin),
  ]
}
