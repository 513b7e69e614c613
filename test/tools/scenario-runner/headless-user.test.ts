import { describe, expect, it } from '@jest/globals'
import { readAttribute, extractPageText } from '../../../tools/scenario-runner/headless-user.js'

describe('extractPageText', () => {
  it('returns the visible text of main, without banner, scripts and raw values', () => {
    const html = `<html><head><title>Results</title></head><body>
      <aside><p>Scenario: A passport. Expected result: <code>REJECTED</code></p></aside>
      <main class="wide"><!-- <p>note</p> --><script>const a = "<p>"</script>
      <noscript><p>Your browser runs no scripts.</p></noscript>
      <h1>Identity   not&nbsp;confirmed</h1><p>Tom &amp; &lt;Ann&gt; &#39;quoted&#x27; &unknown;</p>
      <details><summary>Raw values</summary><pre><code>{"value":"REJECT"}</code></pre></details></main>
      <footer>Privacy policy</footer></body></html>`
    expect(extractPageText(html)).toBe(
      `Identity not confirmed Tom & <Ann> 'quoted' &unknown; Raw values`,
    )
  })

  it('returns an empty text when there is no main', () => {
    expect(extractPageText('<body><p>Identity confirmed</p></body>')).toBe('')
  })

  it('decodes entities in attributes', () => {
    const html = '<main data-url="http://localhost/?a=1&amp;b=2" data-url-too="x">'
    expect(readAttribute(html, 'data-url')).toBe('http://localhost/?a=1&b=2')
    expect(readAttribute(html, 'data-none')).toBeUndefined()
  })
})
