import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import supertest from 'supertest'
import { createPages } from '../../src/http/pages.js'

describe('a page', () => {
  it('and what it includes are read from the disk once, and filled in for each request', async () => {
    const views = mkdtempSync(join(tmpdir(), 'views-'))
    writeFileSync(join(views, 'greeting.txt'), 'Hello <%= name %>')
    writeFileSync(join(views, 'page.ejs'), '<p><%- include("greeting.txt") %>, <%= target %></p>')
    const pages = createPages({ target: 'emulator' }, views)
    const app = express().get('/:name', (req, res) => {
      pages.send(res, 'page', { name: req.params.name })
    })
    expect((await supertest(app).get('/Ada')).text).toBe('<p>Hello Ada, emulator</p>')
    writeFileSync(join(views, 'greeting.txt'), 'changed')
    expect((await supertest(app).get('/Bob')).text).toBe('<p>Hello Bob, emulator</p>')
    rmSync(views, { recursive: true })
  })

  it('that is broken fails when the server starts', () => {
    const views = mkdtempSync(join(tmpdir(), 'views-'))
    writeFileSync(join(views, 'page.ejs'), '<% if ( { %>')
    expect(() => createPages({}, views)).toThrow(SyntaxError)
    rmSync(views, { recursive: true })
  })
})
