import type { SessionResult } from '../../yoti/session-result.js'
import { toRawJson } from './raw-json.js'
import type { MediaUrl, OtherResourceView, Row } from './result-view.js'
import { humanise } from '../../labels/labels.js'

/** Previews of identity profiles, and the token with which another service imports the identity. */
export function toPortableIdentityViews(
  result: SessionResult,
  mediaUrl: MediaUrl,
): OtherResourceView[] {
  const { import_token: token } = result
  const toView = (
    title: string,
    holder: { media?: { id: string } } | undefined,
    rows: Row[] = [],
  ): OtherResourceView[] => {
    if (holder === undefined) return []
    const mediaId = holder.media?.id
    const files =
      mediaId === undefined ? [] : [{ mediaId, url: mediaUrl(mediaId), label: 'Content (JSON)' }]
    return [{ title, rows, pictures: [], files, raw: toRawJson(holder) }]
  }
  const failure = token?.failure_reason
  return [
    ...toView('Preview of the identity profile', result.identity_profile_preview),
    ...toView('Preview of the advanced identity profile', result.advanced_identity_profile_preview),
    ...toView(
      'Import token',
      token,
      failure === undefined
        ? []
        : [{ label: 'Not created', lines: [humanise(failure)], monospace: false }],
    ),
  ]
}
