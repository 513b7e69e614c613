import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const views = join(import.meta.dirname, '..', '..', 'views')
const INLINE = {
  'a script': /<script(?![^>]*\ssrc=)[^>]*>/i,
  'a style sheet': /<style[\s>]/i,
  'a style attribute': /\sstyle\s*=/i,
  'an event handler': /<[a-z][^>]*\son[a-z]+\s*=/i,
  'a javascript: address': /javascript:/i,
}
const LOADED_FROM_ELSEWHERE =
  /<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*["'](?:https?:)?\/\//i

const pages = readdirSync(views, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(ejs|html)$/.test(name),
)

describe('the views', () => {
  it.each(pages)('%s has no inline code that the content security policy blocks', (page) => {
    const html = readPage(page)
    const found = Object.entries(INLINE).filter(([, pattern]) => pattern.test(html))
    expect(found.map(([what]) => what)).toEqual([])
  })

  it.each(pages)('%s loads nothing from another server', (page) => {
    expect(readPage(page)).not.toMatch(LOADED_FROM_ELSEWHERE)
  })

  it.each([
    ['a script', '<script>start()</script>'],
    ['a script', '<script type="module">start()</script>'],
    ['a style sheet', '<style>p { color: red }</style>'],
    ['a style attribute', '<p class="lead" style="color: red">'],
    ['an event handler', '<button type="submit" onclick="start()">'],
    ['a javascript: address', '<a href="javascript:start()">'],
  ] as const)('detects %s: %s', (what, html) => {
    expect(html).toMatch(INLINE[what])
  })
})

function readPage(page: string): string {
  // What EJS computes is not markup: an attribute test must not trip over an expression.
  return readFileSync(join(views, page), 'utf8').replaceAll(/<%[\s\S]*?%>/g, '')
}
