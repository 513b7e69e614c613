import type { Texts } from '../http/texts.js'
import { isResourceUsed, usesResource } from '../outcome/evaluate-checks.js'
import type { Check, LivenessCapture, SessionResult } from '../yoti/session-result.js'
import {
  toFileLinks,
  toPictures,
  toRawJson,
  type Picture,
  type ResultContext,
  type Tone,
} from './result-view.js'

interface LivenessAttempt {
  title: string
  capture: LivenessCapture
  /** undefined for an abandoned attempt. */
  check: Check | undefined
}

/** Newest first. Without times, keeps Yoti's order, which is also newest first. */
export function listLivenessAttempts(result: SessionResult, { t }: Texts): LivenessAttempt[] {
  const captures = [...(result.resources.liveness_capture ?? [])].sort((a, b) =>
    (b.created_at ?? '').localeCompare(a.created_at ?? ''),
  )
  const total = captures.length
  return captures.map((capture, index) => ({
    title: t('results.attempt', { number: total - index, total }),
    capture,
    check: result.checks.find(
      (check) => check.type === 'LIVENESS' && usesResource(check, capture.id),
    ),
  }))
}

export function toLivenessViews(context: ResultContext) {
  const { result, texts } = context
  const attempts = listLivenessAttempts(result, texts)
  const passed = attempts.filter((attempt) => getRecommendation(attempt) === 'APPROVE')
  const otherChecks = result.checks.filter(({ type }) => type !== 'LIVENESS')
  // The attempt that another check used, or else the newest that passed.
  const countedAttempt =
    attempts.find(({ capture }) => isResourceUsed(otherChecks, capture.id)) ?? passed[0]
  return attempts.map((attempt) => {
    const { capture, title } = attempt
    return {
      title: attempts.length === 1 ? texts.t('results.facePhoto') : title,
      ...getVerdict(attempt, passed.length > 0, texts),
      counted: attempt === countedAttempt,
      kind: capture.liveness_type && texts.label('livenessType', capture.liveness_type),
      pictures: listPictures(attempt, context),
      files: toFileLinks(context, capture.facemap, texts.t('results.faceMap')),
      raw: toRawJson(capture),
    }
  })
}

function getRecommendation({ check }: LivenessAttempt): string | undefined {
  return check?.report?.recommendation?.value
}

/** @param passed whether any attempt passed, so that this one does not count against the user */
function getVerdict(
  attempt: LivenessAttempt,
  passed: boolean,
  texts: Texts,
): { verdict: string; tone: Tone } {
  const show = (value: string, tone: Tone) => ({
    verdict: texts.label('recommendation', value),
    tone: passed ? 'neutral' : tone,
  })
  switch (getRecommendation(attempt)) {
    case 'APPROVE':
      return { verdict: texts.label('recommendation', 'APPROVE'), tone: 'good' }
    case 'REJECT':
      return show('REJECT', 'bad')
    case undefined:
      return { verdict: texts.t('results.notChecked'), tone: 'neutral' }
    default:
      return show('NOT_AVAILABLE', 'attention')
  }
}

function listPictures({ capture, title }: LivenessAttempt, context: ResultContext): Picture[] {
  const { t } = context.texts
  const attempt = title.toLowerCase()
  const frames = (capture.frames ?? []).filter(({ media }) => media !== undefined)
  return [
    ...toPictures(context, capture.image, t('results.faceAlt', { attempt })),
    ...frames.flatMap((frame, index) => {
      const values = { attempt, number: index + 1, total: frames.length }
      return toPictures(context, frame, t('results.faceFrameAlt', values))
    }),
  ]
}
