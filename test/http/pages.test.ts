import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createTestPages, PAGE_CONTEXT } from '../support/page-context.js'

let views: string
beforeEach(() => {
  views = mkdtempSync(join(tmpdir(), 'views-'))
})
afterEach(() => {
  rmSync(views, { recursive: true })
})
const write = (name: string, content: string) => {
  mkdirSync(dirname(join(views, name)), { recursive: true })
  writeFileSync(join(views, name), content)
}

describe('createPages', () => {
  it('reads a page and its includes once, and renders them for each request', () => {
    write('parts/greeting.ejs', 'Hello <%= name %>')
    write('page.ejs', '<p><%- include("parts/greeting") %>, <%= target %></p>')
    const { render } = createTestPages({ target: 'emulator' }, views)
    write('parts/greeting.ejs', 'changed')
    for (const name of ['Ada', 'Bob']) {
      expect(render('page', PAGE_CONTEXT, { name })).toBe(`<p>Hello ${name}, emulator</p>`)
    }
  })

  it('makes words between asterisks bold and escapes everything else', () => {
    write('page.ejs', '<%- emphasise("a *b* <i> *") %>')
    const html = createTestPages({}, views).render('page', PAGE_CONTEXT, {})
    expect(html).toBe('a <strong>b</strong> &lt;i&gt; *')
  })

  it.each(['page.ejs', 'parts/part.ejs'])('fails at startup when %s is broken', (file) => {
    write(file, '<% if ( { %>')
    expect(() => createTestPages({}, views)).toThrow(SyntaxError)
  })
})
