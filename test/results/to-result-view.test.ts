import { describe, expect, it } from '@jest/globals'
import { listTextDataMediaIds, toResultView } from '../../src/results/to-result-view.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildCheck, buildContext, buildSampleResult, sampleTextData } from './sample-result.js'

const COUNTED = 'This is the attempt that counted.'
const viewSample = () => toResultView(buildContext())

function viewAttempts(liveness_capture: object[], checks: object[] = []) {
  const resources = { liveness_capture }
  const result = parseSessionResult({ session_id: 's', state: 'COMPLETED', resources, checks })
  return toResultView(buildContext({ result })).liveness
}

describe('toResultView', () => {
  it('shows the personal details of the document that counts once', () => {
    const { person, documents } = viewSample()

    expect(person).toMatchObject({
      from: 'Passport, United Kingdom',
      photo: [
        { url: '/media/portrait', label: 'Portrait on the document: Passport, United Kingdom' },
      ],
    })
    expect(person?.rows[0]).toMatchObject({
      label: 'Full name',
      lines: ['ISOLDE MARGIT HARGREAVES'],
    })
    const shown = JSON.stringify({ ...documents[0], raw: undefined })
    expect(shown).not.toMatch(/ISOLDE MARGIT|portrait/)
  })

  it('shows the document of a superseded attempt after the used one, marked as unused', () => {
    expect(viewSample().documents.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['Passport, United Kingdom', undefined],
      ['Driving licence, United Kingdom', 'Earlier attempt, not used'],
      ['Utility bill, United Kingdom', undefined],
    ])
  })

  it('gives every page a picture with alternative text, and additional photos', () => {
    const [passport, licence, bill] = viewSample().documents
    expect(passport?.pictures).toEqual([
      {
        url: '/media/page-1',
        label: 'Passport, United Kingdom: photo page',
        caption: 'Photo page',
      },
    ])
    expect(passport?.morePictures).toEqual([
      {
        url: '/media/page-1-more',
        label: 'Passport, United Kingdom: photo page, additional photo 1',
      },
    ])
    expect(licence?.pictures).toMatchObject([{ url: '/media/old-front', caption: 'Front' }])
    expect(bill?.files).toEqual([{ url: '/media/bill-pdf', label: 'The document (PDF)' }])
  })

  it('shows liveness attempts newest first and marks the one that counts', () => {
    const { liveness } = viewSample()

    expect(liveness).toMatchObject([
      { title: 'Attempt 2 of 2', verdict: 'Passed', tone: 'good', note: COUNTED },
      { title: 'Attempt 1 of 2', verdict: 'Failed', tone: 'neutral', note: undefined },
    ])
    expect(liveness[0]?.pictures).toEqual([{ url: '/media/selfie', label: 'Face, attempt 2 of 2' }])
    expect(liveness[1]?.pictures).toEqual([
      { url: '/media/frame-1', label: 'Face, attempt 1 of 2, photo 1 of 2' },
      { url: '/media/frame-2', label: 'Face, attempt 1 of 2, photo 2 of 2' },
    ])
    expect(liveness[1]?.files).toMatchObject([{ url: '/media/facemap' }])
  })

  it('counts the newest attempt that passed when no other check used one', () => {
    const check = (id: string, value: string) =>
      buildCheck('LIVENESS', value, { id: `check-${id}`, resources_used: [id] })
    const checks = [check('c', 'REJECT'), check('b', 'APPROVE'), check('a', 'APPROVE')]
    const liveness = viewAttempts([{ id: 'c' }, { id: 'b' }, { id: 'a' }], checks)

    expect(liveness.map(({ note }) => note)).toEqual([undefined, COUNTED, undefined])
  })

  it('sorts attempts by time when Yoti returns times', () => {
    const attempt = (id: string, time: string) => ({
      id,
      created_at: `2025-02-11T09:1${time}:00Z`,
      image: { media: { id: `picture-${id}` } },
    })

    expect(viewAttempts([attempt('first', '2'), attempt('second', '4')])).toMatchObject([
      { title: 'Attempt 2 of 2', pictures: [{ url: '/media/picture-second' }] },
      { title: 'Attempt 1 of 2', pictures: [{ url: '/media/picture-first' }] },
    ])
  })

  it('shows reference faces and applicant profiles', () => {
    expect(viewSample().others).toMatchObject([
      { title: 'Reference photo of the face', pictures: [{ url: '/media/reference-picture' }] },
      { title: 'Details provided by the business', rows: [{ label: 'Full name' }, {}] },
    ])
  })

  it('shows the results of identity profiles', () => {
    expect(viewSample().profiles).toMatchObject([
      {
        verdict: 'Not met',
        tone: 'bad',
        reason: 'The document could not be validated',
        rows: [
          {
            label: 'The document is genuine',
            lines: ['The photo is too blurry', 'Passport, United Kingdom'],
          },
        ],
      },
      {
        verdict: 'Partly met',
        tone: 'attention',
        rows: [
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
})

describe('listTextDataMediaIds', () => {
  it('lists the JSON media that the page shows', () => {
    expect(listTextDataMediaIds(buildSampleResult())).toEqual([...sampleTextData.keys()])
  })
})
