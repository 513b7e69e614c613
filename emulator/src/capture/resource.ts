import { randomUUID } from 'node:crypto'
import type { TaskRecommendation } from '../checks/response-config.js'
import { parseJsonMedia, type Media } from '../sessions/media.js'
import type { DocumentRequirement, Requirement, RequirementOf } from './requirement.js'

export type CaptureMethod = 'CAMERA' | 'UPLOAD'
type TaskState = 'CREATED' | 'PENDING' | 'DONE' | 'FAILED'
export type Task = ReturnType<typeof createTask>

export function createTask(type: string, state: TaskState, createdAt: number) {
  return {
    id: randomUUID() as string,
    type,
    state,
    createdAt,
    updatedAt: createdAt,
    generatedChecks: [] as { id: string; type: string }[],
    generatedMedia: [] as Media[],
    recommendation: undefined as TaskRecommendation | undefined,
  }
}

export interface Resource<For extends Requirement = Requirement> {
  readonly id: string
  readonly requirement: For
  readonly source: 'END_USER' | 'RELYING_BUSINESS'
  readonly createdAt: number
  updatedAt: number
  tasks: Task[]
}

export interface Frame {
  media?: Media
}

export const createPage = () => ({
  captureMethod: undefined as CaptureMethod | undefined,
  media: undefined as Media | undefined,
  frames: [{}, {}] as Frame[],
  /** The images that the text was extracted from. */
  extractionImageIds: undefined as string[] | undefined,
})

export interface CapturedDocument extends Resource<DocumentRequirement> {
  documentType: string
  issuingCountry: string
  pages: ReturnType<typeof createPage>[]
  /** A supplementary document uploaded as a PDF, instead of pages. */
  file?: Media
  documentFields?: Media
  expandedDocumentFields?: Media
  documentIdPhoto?: Media
}

export interface LivenessCapture extends Resource<RequirementOf<'LIVENESS'>> {
  readonly livenessType: string
  image?: Media
  facemap?: Media
  /** ZOOM: seven slots, of which the first three get media. STATIC: none. */
  readonly frames: Frame[]
  /** Undefined until the attempt has been evaluated. */
  passed?: boolean
}

export interface FaceCapture extends Resource<RequirementOf<'FACE_CAPTURE'>> {
  image?: Media
}

export interface ShareCode extends Omit<Resource, 'requirement'> {
  /** What the user entered. */
  readonly lookupProfile: Media
  /** What the government returned for it. */
  returnedProfile?: Media
  idPhoto?: Media
  file?: Media
}

export interface CapturedResources {
  readonly requirements: readonly Requirement[]
  readonly idDocuments: CapturedDocument[]
  readonly supplementaryDocuments: CapturedDocument[]
  readonly livenessCaptures: LivenessCapture[]
  readonly faceCaptures: FaceCapture[]
}

/** Undefined without extracted text. */
export function parseFields({ documentFields }: CapturedDocument) {
  return documentFields && parseJsonMedia(documentFields)
}
