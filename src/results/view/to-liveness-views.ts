import type { SessionResult } from '../../yoti/session-result.js'
import { listLivenessAttempts, type LivenessAttempt } from './liveness-attempts.js'
import { toRawJson } from './raw-json.js'
import type { FileLink, LivenessView, MediaUrl, Picture, Tone } from './result-view.js'
import { label, type Labels } from '../../labels/labels.js'

const CAPTURE_KINDS: Labels = { STATIC: 'One photo', ZOOM: 'Short video' }

/** Newest attempt first. */
export function toLivenessViews(result: SessionResult, mediaUrl: MediaUrl): LivenessView[] {
  const attempts = listLivenessAttempts(result)
  const passed = attempts.some((attempt) => getRecommendation(attempt) === 'APPROVE')
  return attempts.map((attempt) => ({
    title: attempts.length === 1 ? 'Face photo' : attempt.title,
    ...getVerdict(attempt, passed),
    counted: attempt.counted,
    kind: attempt.capture.liveness_type && label(CAPTURE_KINDS, attempt.capture.liveness_type),
    pictures: listPictures(attempt, mediaUrl),
    files: listFiles(attempt, mediaUrl),
    raw: toRawJson(attempt.capture),
  }))
}

function getVerdict(attempt: LivenessAttempt, passed: boolean): { verdict: string; tone: Tone } {
  switch (getRecommendation(attempt)) {
    case 'APPROVE':
      return { verdict: 'Passed', tone: 'good' }
    case 'REJECT':
      return { verdict: 'Failed', tone: passed ? 'neutral' : 'bad' }
    case undefined:
      return { verdict: 'Not checked', tone: 'neutral' }
    default:
      return { verdict: 'Could not be checked', tone: passed ? 'neutral' : 'attention' }
  }
}

function getRecommendation({ check }: LivenessAttempt): string | undefined {
  return check?.report?.recommendation?.value
}

function listPictures({ capture, title }: LivenessAttempt, mediaUrl: MediaUrl): Picture[] {
  const frames = (capture.frames ?? []).flatMap((frame) => frame.media?.id ?? [])
  const image = capture.image?.media?.id
  const toPicture = (mediaId: string, alt: string) => ({ mediaId, url: mediaUrl(mediaId), alt })
  return [
    ...(image === undefined ? [] : [toPicture(image, `Face, ${title.toLowerCase()}`)]),
    ...frames.map((id, index) =>
      toPicture(id, `Face, ${title.toLowerCase()}, photo ${index + 1} of ${frames.length}`),
    ),
  ]
}

function listFiles({ capture }: LivenessAttempt, mediaUrl: MediaUrl): FileLink[] {
  const mediaId = capture.facemap?.media?.id
  if (mediaId === undefined) return []
  return [{ mediaId, url: mediaUrl(mediaId), label: 'Face map (binary file)' }]
}
