import { expect, it } from '@jest/globals'
import { extractPageText } from '../../../tools/scenario-runner/headless-user.js'

it('reads the visible text of main, without banner, scripts and raw values', () => {
  const html = `<aside>Expected: REJECTED</aside>
    <main class="wide"><!-- <p>note</p> --><script>const a = "<p>"</script><noscript>No</noscript>
    <h1>Not   yet&nbsp;confirmed</h1><p>Tom &amp; &lt;Ann&gt; &#39;quoted&#x27; &unknown;</p>
    <pre><code>{"value":"REJECT"}</code></pre></main><footer>Privacy policy</footer>`
  expect(extractPageText(html)).toBe(`Not yet confirmed Tom & <Ann> 'quoted' &unknown;`)
})
