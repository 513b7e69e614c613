import type { ApplicantProfile, FaceCapture, ShareCode } from '../../yoti/resources.js'
import type { SessionResult } from '../../yoti/session-result.js'
import type { TextData } from './to-document-views.js'
import { toFieldRows } from './to-field-rows.js'
import { toTaskRows } from './to-task-rows.js'
import { toRawJson } from './raw-json.js'
import type { FileLink, MediaUrl, OtherResourceView, Row } from './result-view.js'
import { humanise } from '../../labels/labels.js'

const KNOWN_RESOURCE_KINDS = new Set([
  'id_documents',
  'supplementary_documents',
  'liveness_capture',
  'face_capture',
  'applicant_profiles',
  'share_codes',
])

/** Reference faces, applicant profiles, share codes and unknown resources. */
export function toOtherResourceViews(
  result: SessionResult,
  textData: TextData,
  mediaUrl: MediaUrl,
): OtherResourceView[] {
  const { face_capture = [], applicant_profiles = [], share_codes = [] } = result.resources
  const toFileLink = (mediaId: string, label: string) => ({
    mediaId,
    url: mediaUrl(mediaId),
    label,
  })
  const toPicture = (mediaId: string, alt: string) => ({ mediaId, url: mediaUrl(mediaId), alt })

  const toFaceCaptureView = (capture: FaceCapture): OtherResourceView => {
    const image = capture.image?.media?.id
    return {
      title:
        capture.image === undefined
          ? 'Reference photo of the face: missing or not usable'
          : 'Reference photo of the face',
      rows: [],
      pictures: image === undefined ? [] : [toPicture(image, 'Reference photo of the face')],
      files: [],
      raw: toRawJson(capture),
    }
  }
  const toApplicantProfileView = (profile: ApplicantProfile): OtherResourceView => ({
    title:
      profile.source?.type === 'RELYING_BUSINESS'
        ? 'Details provided by the business'
        : 'Details provided by the user',
    rows: toRows(textData.get(profile.media?.id ?? '')),
    pictures: [],
    files: profile.media === undefined ? [] : [toFileLink(profile.media.id, 'The details (JSON)')],
    raw: toRawJson(profile),
  })
  const toShareCodeView = (shareCode: ShareCode): OtherResourceView => {
    const files: [string | undefined, string][] = [
      [shareCode.lookup_profile?.media?.id, 'Lookup details (JSON)'],
      [shareCode.returned_profile?.media?.id, 'Returned details (JSON)'],
      [shareCode.file?.media?.id, 'The document (PDF)'],
    ]
    const photo = shareCode.id_photo?.media?.id
    return {
      title: 'Share code',
      rows: [
        ...toRows(textData.get(shareCode.returned_profile?.media?.id ?? '')),
        ...toTaskRows(shareCode),
      ],
      pictures:
        photo === undefined ? [] : [toPicture(photo, 'Portrait returned for the share code')],
      files: files.flatMap(([id, label]): FileLink[] =>
        id === undefined ? [] : [toFileLink(id, label)],
      ),
      raw: toRawJson(shareCode),
    }
  }
  return [
    ...face_capture.map(toFaceCaptureView),
    ...applicant_profiles.map(toApplicantProfileView),
    ...share_codes.map(toShareCodeView),
    ...toUnknownResourceViews(result.resources),
  ]
}

function toUnknownResourceViews(resources: object): OtherResourceView[] {
  return Object.entries(resources)
    .filter(([kind]) => !KNOWN_RESOURCE_KINDS.has(kind))
    .flatMap(([kind, listed]) =>
      [listed].flat().map((resource: unknown) => ({
        title: humanise(kind),
        rows: [],
        pictures: [],
        files: [],
        raw: toRawJson(resource),
      })),
    )
}

function toRows(fields: unknown): Row[] {
  const { person, details } = toFieldRows(fields)
  return [...person, ...details]
}
