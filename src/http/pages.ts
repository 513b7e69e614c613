import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'
import type { Response } from 'express'

export const VIEWS = fileURLToPath(new URL('../../views', import.meta.url))

export interface Pages {
  /** Sends the page `views/<name>.ejs`. */
  send(res: Response, name: string, data: object): void
}

/** Compiles every page at boot, so that a broken template fails there and a request only fills it in. */
export function createPages(common: object, views = VIEWS): Pages {
  const pages = new Map<string, TemplateFunction>()
  for (const file of readdirSync(views).filter((name) => name.endsWith('.ejs'))) {
    const filename = join(views, file)
    const template = readFileSync(filename, 'utf8')
    // `cache` is for what it includes, which is otherwise read and compiled for each request.
    pages.set(file.slice(0, -4), ejs.compile(template, { filename, cache: true }))
  }
  return {
    send(res, name, data) {
      const page = pages.get(name)
      if (page === undefined) throw new TypeError(`There is no page "${name}" in ${views}.`)
      res.type('html').send(page({ ...common, ...data }))
    },
  }
}
