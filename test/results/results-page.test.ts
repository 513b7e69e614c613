import { describe, expect, it } from '@jest/globals'
import { join } from 'node:path'
import ejs from 'ejs'
import { VIEWS_DIR } from '../../src/http/pages.js'
import { toResultView } from '../../src/results/view/to-result-view.js'
import { buildSampleResult, sampleTextData } from './sample-result.js'

async function render(textData: ReadonlyMap<string, unknown> = sampleTextData): Promise<string> {
  const result = toResultView({
    result: buildSampleResult(),
    decision: { outcome: 'REVIEW', reasons: [] },
    textData,
    mediaUrl: (mediaId) => `/media/${mediaId}`,
  })
  return ejs.renderFile(join(VIEWS_DIR, 'results', 'results.ejs'), { result }, { root: VIEWS_DIR })
}

describe('the results page', () => {
  it('shows every picture with alternative text', async () => {
    const images = (await render()).match(/<img[^>]*>/g) ?? []

    expect(images).toHaveLength(8)
    for (const image of images) expect(image).toMatch(/alt="[^"]+" loading="lazy"/)
  })

  it('keeps the raw values one click away', async () => {
    const html = await render()

    expect(html).toContain('Raw values')
    expect(html).toContain('&#34;sub_check&#34;: &#34;hologram_movement&#34;')
    expect(html).not.toContain('secret-of-the-business')
  })

  it('escapes the text of a document', async () => {
    const html = await render(
      new Map([['passport-fields', { full_name: '<img src=x onerror=alert(1)>', '<b>': '<i>' }]]),
    )

    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/<img src=x|<b>|<i>/)
  })
})
