import { humanise } from '../http/texts.js'
import type { ApplicantProfile, FaceCapture, ShareCode } from '../yoti/resources.js'
import type { MediaHolder } from '../yoti/session-result.js'
import { toFieldRows, toTaskRows } from './field-rows.js'
import {
  toFileLinks,
  toPictures,
  toRawJson,
  toRow,
  type FileLink,
  type Picture,
  type ResultContext,
  type Row,
} from './result-view.js'

export interface OtherResourceView {
  title: string
  rows?: Row[]
  pictures?: Picture[]
  files?: FileLink[]
  raw: string
}

const DOCUMENTS_AND_LIVENESS = ['id_documents', 'supplementary_documents', 'liveness_capture']

/** Reference faces, applicant profiles, share codes, portable identities and unknown resources. */
export function toOtherResourceViews(context: ResultContext): OtherResourceView[] {
  const { face_capture, applicant_profiles, share_codes, ...rest } = context.result.resources
  const unknown = Object.entries(rest).filter(([kind]) => !DOCUMENTS_AND_LIVENESS.includes(kind))
  return [
    ...(face_capture ?? []).map((capture) => toFaceCaptureView(capture, context)),
    ...(applicant_profiles ?? []).map((profile) => toApplicantProfileView(profile, context)),
    ...(share_codes ?? []).map((shareCode) => toShareCodeView(shareCode, context)),
    ...unknown.flatMap(([kind, listed]) =>
      [listed]
        .flat()
        .map((resource: unknown) => ({ title: humanise(kind), raw: toRawJson(resource) })),
    ),
    ...toPortableIdentityViews(context),
  ]
}

function toFaceCaptureView(capture: FaceCapture, context: ResultContext): OtherResourceView {
  const { t } = context.texts
  const title = t('results.referencePhoto')
  return {
    title: capture.image === undefined ? t('results.referencePhotoMissing') : title,
    pictures: toPictures(context, capture.image, title),
    raw: toRawJson(capture),
  }
}

function toApplicantProfileView(
  profile: ApplicantProfile,
  context: ResultContext,
): OtherResourceView {
  const { t } = context.texts
  const isFromBusiness = profile.source?.type === 'RELYING_BUSINESS'
  return {
    title: t(isFromBusiness ? 'results.businessDetails' : 'results.userDetails'),
    rows: toTextRows(profile, context),
    files: toFileLinks(context, profile, t('results.detailsFile')),
    raw: toRawJson(profile),
  }
}

function toShareCodeView(shareCode: ShareCode, context: ResultContext): OtherResourceView {
  const { texts } = context
  const { lookup_profile: lookup, returned_profile: returned, id_photo: photo, file } = shareCode
  return {
    title: texts.t('results.shareCode'),
    rows: [...toTextRows(returned, context), ...toTaskRows(shareCode, texts)],
    pictures: toPictures(context, photo, texts.t('results.shareCodePortrait')),
    files: [
      ...toFileLinks(context, lookup, texts.t('results.lookupDetails')),
      ...toFileLinks(context, returned, texts.t('results.returnedDetails')),
      ...toFileLinks(context, file, texts.t('results.documentFile')),
    ],
    raw: toRawJson(shareCode),
  }
}

function toTextRows(holder: MediaHolder | undefined, { textData, texts }: ResultContext): Row[] {
  const { person, details } = toFieldRows(textData.get(holder?.media?.id ?? ''), texts)
  return [...person, ...details]
}

/** Previews of identity profiles, and the token with which another service imports the identity. */
function toPortableIdentityViews(context: ResultContext): OtherResourceView[] {
  const { t } = context.texts
  const { identity_profile_preview: simple, advanced_identity_profile_preview: advanced } =
    context.result
  const { import_token: token } = context.result
  const failure = token?.failure_reason
  const toView = (title: string, holder: MediaHolder | undefined, rows: Row[] = []) =>
    holder === undefined
      ? []
      : [
          {
            title,
            rows,
            files: toFileLinks(context, holder, t('results.content')),
            raw: toRawJson(holder),
          },
        ]
  return [
    ...toView(t('results.profilePreview'), simple),
    ...toView(t('results.advancedProfilePreview'), advanced),
    ...toView(
      t('results.importToken'),
      token,
      failure === undefined ? [] : [toRow(t('results.notCreated'), humanise(failure))],
    ),
  ]
}
