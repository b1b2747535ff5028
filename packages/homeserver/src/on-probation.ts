// What a device that waits to be approved is answered where it may not act yet.
import { deviceMarkOf, MatrixError } from '@chappe/contract'

/** The refusal. It tells the device its mark, so that apps which know nothing of it show it with the error. */
export function waitsToBeApproved({ deviceId }: { deviceId: string }): MatrixError {
  const mark = deviceMarkOf(deviceId)
  return new MatrixError('M_FORBIDDEN', {
    message: `This device waits to be approved from another one. Its mark: ${mark}`,
    fields: { 'org.chappe.on_probation': true, 'org.chappe.mark': mark },
  })
}
