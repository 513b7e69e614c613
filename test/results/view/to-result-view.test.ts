import { describe, expect, it } from '@jest/globals'
import { toResultView, listTextDataMediaIds } from '../../../src/results/view/to-result-view.js'
import { parseSessionResult } from '../../../src/yoti/session-result.js'
import { buildSampleResult, buildCheck, sampleTextData } from '../sample-result.js'

const mediaUrl = (mediaId: string) => `/media/${mediaId}`
const decision = {
  outcome: 'REJECTED',
  reasons: [
    { code: 'CHECK_REJECTED', checkType: 'ID_DOCUMENT_AUTHENTICITY', reason: 'TAMPERED' },
    { code: 'MISSING_CHECK', checkType: 'FACE_COMPARISON' },
    { code: 'SESSION_EXPIRED' },
  ],
} as const

function describeSample() {
  return toResultView({
    result: buildSampleResult(),
    decision,
    textData: sampleTextData,
    mediaUrl,
  })
}

describe('toResultView', () => {
  it('puts the outcome first, with its reasons as sentences', () => {
    expect(describeSample().verdict).toMatchObject({
      outcome: 'REJECTED',
      tone: 'bad',
      title: 'Identity not confirmed',
      reasons: [
        'The document is genuine: failed. The document appears to have been tampered with.',
        'The face matches the reference photo: not checked.',
        'The session expired before the checks were completed.',
      ],
    })
  })

  it('shows the personal details of the document that counts once', () => {
    const { person, documents } = describeSample()

    expect(person).toMatchObject({
      from: 'Passport, United Kingdom',
      photo: { url: '/media/portrait', alt: 'Portrait on the document: Passport, United Kingdom' },
    })
    expect(person?.rows[0]).toMatchObject({
      label: 'Full name',
      lines: ['ISOLDE MARGIT HARGREAVES'],
    })
    expect(documents[0]).toMatchObject({ person: [], photo: undefined, counted: true })
  })

  it('shows the document of a superseded attempt last and marks it as unused', () => {
    expect(describeSample().documents.map(({ title, counted }) => [title, counted])).toEqual([
      ['Passport, United Kingdom', true],
      ['Driving licence, United Kingdom', false],
    ])
  })

  it('gives every page a picture with alternative text, and additional photos', () => {
    expect(describeSample().documents[0]?.pages).toEqual([
      {
        title: 'Photo page',
        picture: {
          mediaId: 'page-1',
          url: '/media/page-1',
          alt: 'Passport, United Kingdom: photo page',
        },
        more: [
          {
            mediaId: 'page-1-more',
            url: '/media/page-1-more',
            alt: 'Passport, United Kingdom: photo page, additional photo 1',
          },
        ],
      },
    ])
    expect(describeSample().documents[1]?.pages).toMatchObject([
      { title: 'Front' },
      { title: 'Back', picture: undefined },
    ])
  })

  it('shows liveness attempts newest first and marks the one that counts', () => {
    const { liveness } = describeSample()

    expect(liveness).toMatchObject([
      { title: 'Attempt 2 of 2', verdict: 'Passed', tone: 'good', counted: true },
      { title: 'Attempt 1 of 2', verdict: 'Failed', tone: 'neutral', counted: false },
    ])
    expect(liveness.map(({ pictures }) => pictures.map(({ mediaId }) => mediaId))).toEqual([
      ['selfie'],
      ['frame-1', 'frame-2'],
    ])
    expect(liveness[1]?.files).toMatchObject([{ mediaId: 'facemap' }])
  })

  it('counts the newest attempt that passed when no other check used one', () => {
    const live = (id: string, value: string) =>
      buildCheck('LIVENESS', value, { id: `check-${id}`, resources_used: [id] })
    const result = parseSessionResult({
      session_id: 's',
      state: 'COMPLETED',
      resources: { liveness_capture: [{ id: 'c' }, { id: 'b' }, { id: 'a' }] },
      checks: [live('c', 'REJECT'), live('b', 'APPROVE'), live('a', 'APPROVE')],
    })
    const { liveness } = toResultView({ result, decision, textData: new Map(), mediaUrl })

    expect(liveness.map(({ counted }) => counted)).toEqual([false, true, false])
  })

  it('sorts attempts by time when Yoti returns times', () => {
    const attempt = (id: string, time: string) => ({
      id,
      created_at: `2025-02-11T09:1${time}:00Z`,
      image: { media: { id: `picture-${id}` } },
    })
    const result = parseSessionResult({
      session_id: 's',
      state: 'COMPLETED',
      resources: { liveness_capture: [attempt('first', '2'), attempt('second', '4')] },
    })
    const { liveness } = toResultView({ result, decision, textData: new Map(), mediaUrl })

    expect(liveness).toMatchObject([
      { title: 'Attempt 2 of 2', pictures: [{ mediaId: 'picture-second' }] },
      { title: 'Attempt 1 of 2', pictures: [{ mediaId: 'picture-first' }] },
    ])
  })

  it('shows supplementary documents, reference faces and applicant profiles', () => {
    const { supplementaryDocuments, others } = describeSample()

    expect(supplementaryDocuments).toMatchObject([
      { title: 'Utility bill, United Kingdom', files: [{ url: '/media/bill-pdf' }], counted: true },
    ])
    expect(others).toMatchObject([
      { title: 'Reference photo of the face', pictures: [{ url: '/media/reference-picture' }] },
      { title: 'Details provided by the business', rows: [{ label: 'Full name' }, {}] },
    ])
  })

  it('shows the results of identity profiles', () => {
    expect(describeSample().profiles).toMatchObject([
      {
        verdict: 'Not met',
        tone: 'bad',
        reason: 'The document could not be validated',
        details: [
          {
            label: 'The document is genuine',
            lines: ['The photo is too blurry', 'Passport, United Kingdom'],
          },
        ],
      },
      {
        verdict: 'Partly met',
        tone: 'attention',
        details: [
          { label: 'Right to work', lines: ['Met', expect.any(String)] },
          {
            label: 'Criminal record check (DBS), basic',
            lines: ['Not met: the address could not be confirmed', expect.any(String)],
          },
        ],
        files: [{ url: '/media/profile-report' }],
      },
    ])
  })

  it('never contains the key of a watchlist provider', () => {
    expect(JSON.stringify(describeSample())).not.toMatch(/secret-of-the-business|api_key/)
  })

  it('shows a session without any data', () => {
    const result = parseSessionResult({ session_id: 's', state: 'EXPIRED' })
    const view = toResultView({
      result,
      decision: { outcome: 'NONE', reasons: [] },
      textData: new Map(),
      mediaUrl,
    })

    expect(view).toMatchObject({
      verdict: { title: 'No result', tone: 'neutral' },
      person: undefined,
      documents: [],
      checks: [],
    })
  })
})

describe('listTextDataMediaIds', () => {
  it('lists the JSON media that the page shows', () => {
    expect(listTextDataMediaIds(buildSampleResult())).toEqual([...sampleTextData.keys()])
  })
})
