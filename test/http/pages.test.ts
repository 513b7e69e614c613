import { describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import supertest from 'supertest'
import { createPages } from '../../src/http/pages.js'
import { pageContexts } from '../support/page-context.js'

describe('createPages', () => {
  it('reads a page and its includes once, and renders them for each request', async () => {
    const views = mkdtempSync(join(tmpdir(), 'views-'))
    mkdirSync(join(views, 'parts'))
    writeFileSync(join(views, 'parts/greeting.ejs'), 'Hello <%= name %>')
    writeFileSync(join(views, 'page.ejs'), '<p><%- include("parts/greeting") %>, <%= target %></p>')
    const pages = createPages(pageContexts, { target: 'emulator' }, views)
    const app = express().get('/:name', (req, res) => {
      pages.send(res, 'page', { name: req.params.name })
    })
    writeFileSync(join(views, 'parts/greeting.ejs'), 'changed')
    expect((await supertest(app).get('/Ada')).text).toBe('<p>Hello Ada, emulator</p>')
    expect((await supertest(app).get('/Bob')).text).toBe('<p>Hello Bob, emulator</p>')
    rmSync(views, { recursive: true })
  })

  it('makes words between asterisks bold and escapes everything else', () => {
    const views = mkdtempSync(join(tmpdir(), 'views-'))
    writeFileSync(join(views, 'page.ejs'), '<%- emphasise(text) %>')
    const html = createPages(pageContexts, {}, views).render('page', pageContexts.get(), {
      text: 'a *b* <i> *',
    })
    expect(html).toBe('a <strong>b</strong> &lt;i&gt; *')
    rmSync(views, { recursive: true })
  })

  it.each(['page.ejs', 'parts/part.ejs'])(
    'fails when the server starts if %s is broken',
    (file) => {
      const views = mkdtempSync(join(tmpdir(), 'views-'))
      mkdirSync(join(views, 'parts'))
      writeFileSync(join(views, file), '<% if ( { %>')
      expect(() => createPages(pageContexts, {}, views)).toThrow(SyntaxError)
      rmSync(views, { recursive: true })
    },
  )
})
