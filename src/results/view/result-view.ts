import type { Tone, VerdictView } from '../../labels/to-verdict-view.js'

export type { Tone } from '../../labels/to-verdict-view.js'

export type MediaUrl = (mediaId: string) => string

export interface Row {
  label: string
  lines: string[]
  monospace: boolean
}

export interface Picture {
  mediaId: string
  url: string
  alt: string
}

export interface FileLink {
  mediaId: string
  url: string
  label: string
}

export interface SubCheckView {
  title: string
  verdict: string
  tone: Tone
  process: string | undefined
  details: Row[]
}

export interface CheckView {
  type: string
  title: string
  /** The document or attempt, if there are several. */
  about: string | undefined
  verdict: string
  tone: Tone
  reason: string | undefined
  suggestion: string | undefined
  note: string | undefined
  process: string | undefined
  subChecks: SubCheckView[]
  details: Row[]
  files: FileLink[]
  /** Yoti's names and values as JSON. */
  raw: string
}

export interface PageView {
  title: string
  picture: Picture | undefined
  more: Picture[]
}

export interface DocumentView {
  title: string
  /** false for an earlier attempt that no check used. */
  counted: boolean
  photo: Picture | undefined
  person: Row[]
  details: Row[]
  tasks: Row[]
  pages: PageView[]
  files: FileLink[]
  raw: string
}

export interface LivenessView {
  title: string
  verdict: string
  tone: Tone
  counted: boolean
  kind: string | undefined
  pictures: Picture[]
  files: FileLink[]
  raw: string
}

export interface ProfileView {
  title: string
  verdict: string
  tone: Tone
  reason: string | undefined
  details: Row[]
  files: FileLink[]
  raw: string
}

/** A resource other than a document or a liveness capture. */
export interface OtherResourceView {
  title: string
  rows: Row[]
  pictures: Picture[]
  files: FileLink[]
  raw: string
}

/** Information from outside the session's result. */
export interface MetadataView {
  rows: Row[]
  raw: string
}

export interface ResultView {
  verdict: VerdictView
  /** From the document that counts. */
  person: { from: string; photo: Picture | undefined; rows: Row[] } | undefined
  documents: DocumentView[]
  supplementaryDocuments: DocumentView[]
  liveness: LivenessView[]
  others: OtherResourceView[]
  profiles: ProfileView[]
  checks: CheckView[]
  /** undefined if it could not be loaded, like `devices`. */
  configuration: MetadataView | undefined
  devices: MetadataView | undefined
}
