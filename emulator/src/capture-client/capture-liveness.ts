import type { RequirementOf } from './configuration.js'
import type { StepContext, StepResult } from './end-user.js'
import { facemap, photograph } from './pictures.js'

const ZOOM_FRAME_COUNT = 7

/** Repeats until an attempt passes or none are left. The user then continues and the check is rejected. */
export async function captureLiveness(
  { api, endUser }: StepContext,
  requirement: RequirementOf<'LIVENESS'>,
): Promise<StepResult> {
  for (;;) {
    const { id } = await api.addLiveness({
      requirement_id: requirement.id,
      liveness_type: requirement.liveness_type,
    })
    if (requirement.liveness_type === 'ZOOM') {
      for (let frame = 0; frame < ZOOM_FRAME_COUNT; frame += 1) {
        await api.sendLivenessFrame(id, frame, photograph)
      }
      await api.sendFacemap(id, facemap)
    } else {
      await api.sendLivenessImage(id, photograph)
    }
    const { passed, attempts_remaining: left } = await api.submitLivenessAttempt(id)
    if (passed || left <= 0) return 'DONE'
    if (!endUser.tryAgain) return 'GONE'
  }
}
