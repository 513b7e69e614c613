import type { ApplicantProfile, FaceCapture, ShareCode } from '../../yoti/resources.js'
import type { SessionResult } from '../../yoti/session-result.js'
import type { TextData } from './describe-documents.js'
import { describeFields } from './describe-fields.js'
import { describeTasks } from './describe-tasks.js'
import { showRaw } from './raw-values.js'
import type { FileLink, MediaUrl, OtherResourceView, Row } from './result-view.js'
import { humanise } from './words.js'

const KNOWN = new Set([
  'id_documents',
  'supplementary_documents',
  'liveness_capture',
  'face_capture',
  'applicant_profiles',
  'share_codes',
])

/** Reference faces, details that were given, share codes, and kinds that Yoti has added since. */
export function describeOtherResources(
  result: SessionResult,
  textData: TextData,
  mediaUrl: MediaUrl,
): OtherResourceView[] {
  const { face_capture = [], applicant_profiles = [], share_codes = [] } = result.resources
  const link = (mediaId: string, label: string) => ({ mediaId, url: mediaUrl(mediaId), label })
  const show = (mediaId: string, alt: string) => ({ mediaId, url: mediaUrl(mediaId), alt })

  const describeFace = (capture: FaceCapture): OtherResourceView => {
    const image = capture.image?.media?.id
    return {
      title:
        capture.image === undefined
          ? 'Reference picture of the face: not supplied, or not usable'
          : 'Reference picture of the face',
      rows: [],
      pictures: image === undefined ? [] : [show(image, 'Reference picture of the face')],
      files: [],
      raw: showRaw(capture),
    }
  }
  const describeGivenDetails = (profile: ApplicantProfile): OtherResourceView => ({
    title:
      profile.source?.type === 'RELYING_BUSINESS'
        ? 'Details given by the business'
        : 'Details given by the person',
    rows: listRows(textData.get(profile.media?.id ?? '')),
    pictures: [],
    files: profile.media === undefined ? [] : [link(profile.media.id, 'The details (JSON)')],
    raw: showRaw(profile),
  })
  const describeShareCode = (shareCode: ShareCode): OtherResourceView => {
    const files: [string | undefined, string][] = [
      [shareCode.lookup_profile?.media?.id, 'Details that were looked up (JSON)'],
      [shareCode.returned_profile?.media?.id, 'Details that came back (JSON)'],
      [shareCode.file?.media?.id, 'The document (PDF)'],
    ]
    const photo = shareCode.id_photo?.media?.id
    return {
      title: 'Share code',
      rows: [
        ...listRows(textData.get(shareCode.returned_profile?.media?.id ?? '')),
        ...describeTasks(shareCode),
      ],
      pictures:
        photo === undefined ? [] : [show(photo, 'Portrait that came back for the share code')],
      files: files.flatMap(([id, label]): FileLink[] =>
        id === undefined ? [] : [link(id, label)],
      ),
      raw: showRaw(shareCode),
    }
  }
  return [
    ...face_capture.map(describeFace),
    ...applicant_profiles.map(describeGivenDetails),
    ...share_codes.map(describeShareCode),
    ...describeNewKinds(result.resources),
  ]
}

/** Of these only Yoti's own names and values are known. */
function describeNewKinds(resources: object): OtherResourceView[] {
  return Object.entries(resources)
    .filter(([kind]) => !KNOWN.has(kind))
    .flatMap(([kind, listed]) =>
      [listed].flat().map((resource: unknown) => ({
        title: humanise(kind),
        rows: [],
        pictures: [],
        files: [],
        raw: showRaw(resource),
      })),
    )
}

function listRows(fields: unknown): Row[] {
  const { person, details } = describeFields(fields)
  return [...person, ...details]
}
