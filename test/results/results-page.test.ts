import { describe, expect, it } from '@jest/globals'
import { createPages } from '../../src/http/pages.js'
import { toResultView } from '../../src/results/to-result-view.js'
import { buildContext } from './sample-result.js'

const context = buildContext()
const pages = createPages(context.texts, {})
const render = (textData = context.textData) =>
  pages.render('results/details', toResultView({ ...context, textData }))

describe('the results page', () => {
  it('shows every picture with alternative text', () => {
    const images = render().match(/<img[^>]*>/g) ?? []

    expect(images).toHaveLength(8)
    for (const image of images) expect(image).toMatch(/alt="[^"]+" loading="lazy"/)
  })

  it('keeps the raw values one click away', () => {
    const html = render()

    expect(html).toContain('Raw values')
    expect(html).toContain('&#34;sub_check&#34;: &#34;hologram_movement&#34;')
    expect(html).not.toContain('secret-of-the-business')
  })

  it('escapes the text of a document', () => {
    const html = render(
      new Map([['passport-fields', { full_name: '<img src=x onerror=alert(1)>', '<b>': '<i>' }]]),
    )

    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/<img src=x|<b>|<i>/)
  })
})
