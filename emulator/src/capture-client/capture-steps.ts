import { captureIdDocument } from './capture-id-document.js'
import { captureLiveness } from './capture-liveness.js'
import { captureSupplementaryDocument } from './capture-supplementary-document.js'
import { RejectedCallError } from './client-error.js'
import type { Configuration, Requirement } from './configuration.js'
import type { ChosenDocument, StepContext, StepResult } from './end-user.js'

/** Requirements that are not met, in order. */
export function listMissingRequirements({ capture }: Configuration): Requirement[] {
  return capture.required_resources.filter(
    ({ type, state }) => type !== 'FACE_CAPTURE' && state !== 'COMPLETE',
  )
}

/** Captures one thing that the session lacks. */
export function captureRequirement(
  context: StepContext,
  configuration: Configuration,
  requirement: Requirement,
): Promise<StepResult> {
  const wanted = findChosenDocument(context.endUser.documents, configuration, requirement)
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return captureIdDocument(context, requirement, wanted)
    case 'SUPPLEMENTARY_DOCUMENT':
      return captureSupplementaryDocument(context, requirement, wanted)
    case 'LIVENESS':
      return captureLiveness(context, requirement)
    case 'FACE_CAPTURE':
      return Promise.resolve('DONE')
  }
}

/** Resolves to whether the session was finished; if not, another window took something back meanwhile. */
export async function finish({ api }: StepContext): Promise<boolean> {
  try {
    await api.finish()
    return true
  } catch (err) {
    if (err instanceof RejectedCallError && err.code === 'INCOMPLETE') return false
    throw err
  }
}

function findChosenDocument(
  documents: readonly ChosenDocument[],
  { capture }: Configuration,
  requirement: Requirement,
): ChosenDocument | undefined {
  const asked = capture.required_resources.filter(({ type }) => type.endsWith('_DOCUMENT'))
  return documents[asked.indexOf(requirement)]
}
