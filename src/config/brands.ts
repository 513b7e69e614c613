import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
// The package's main entry loads the parsers of all formats.
import { PNG } from 'image-size/types/png'
import { SVG } from 'image-size/types/svg'
import { z } from 'zod'
import type { Brand, BrandPicture, Brands } from '../http/brand.js'
import { createTheme, suggestColour } from '../http/colours.js'
import { readJsonFile, readOrProblem } from './files.js'
import { isInsecure } from './network.js'

const text = z.string().trim().min(1).max(200)
const longText = z.string().trim().min(1).max(1000)
const email = z.email({ error: 'expected an e-mail address' })
const address = z
  .string()
  .refine((value) => /^https?:/.test(value) && URL.canParse(value) && !isInsecure(value), {
    error: 'expected an https URL (http on loopback only)',
  })
const pictureFile = z
  .string()
  .regex(/\.(svg|png)$/i, { error: 'expected the path of an .svg or .png file' })
const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, { error: 'expected a colour such as #7a1f5c', abort: true })
  .transform((value, context) => {
    const theme = createTheme(value)
    if (theme !== undefined) return theme
    context.addIssue(
      `expected a colour that contrasts with white by 3:1 or more, such as ${suggestColour(value)}`,
    )
    return z.NEVER
  })

const entrySchema = z.strictObject({
  name: text.exactOptional(),
  logo: pictureFile.exactOptional(),
  logoDark: pictureFile.exactOptional(),
  favicon: pictureFile.exactOptional(),
  colour: colour.exactOptional(),
  support: z
    .strictObject({
      url: address.exactOptional(),
      email: email.exactOptional(),
      phone: z
        .string()
        .regex(/^\+?[\d ()-]{3,30}$/, { error: 'expected a telephone number' })
        .exactOptional(),
    })
    .exactOptional(),
  termsUrl: address.exactOptional(),
  privacy: z
    .strictObject({
      url: address.exactOptional(),
      controller: longText.exactOptional(),
      contact: text.exactOptional(),
      dpo: text.exactOptional(),
      legalBasis: longText.exactOptional(),
      authority: text.exactOptional(),
    })
    .refine(
      ({ url, controller, contact, ...rest }) =>
        url === undefined
          ? controller !== undefined && contact !== undefined
          : (controller ?? contact) === undefined && Object.keys(rest).length === 0,
      { error: 'expected controller and contact, or only a url' },
    )
    .exactOptional(),
  reviewTime: text.exactOptional(),
  yotiBrandId: text.exactOptional(),
})

const fileSchema = z.record(z.string(), entrySchema)

type Entry = z.output<typeof entrySchema>

/** The brands of `BRAND_FILE`, or one with only a name. */
export function readBrands(
  path: string | undefined,
  businessName: string | undefined,
  /** Names of API callers. */
  callers: readonly string[],
  problems: string[],
): Brands {
  const entries =
    path === undefined ? undefined : readJsonFile('BRAND_FILE', path, fileSchema, problems)
  if (path === undefined || entries === undefined) {
    return { default: businessName ? { name: businessName } : {}, callers: [] }
  }
  const fail = (where: string, message: string) =>
    problems.push(`BRAND_FILE: ${where}: ${message}. Correct or remove it.`)
  const { default: main, ...others } = entries
  if (main?.name === undefined) fail('default.name', 'expected the name of the business')
  const toBrand = (entry: Entry, name: string) => {
    const { logo, logoDark, favicon, colour: theme, ...rest } = entry
    const pictures = Object.entries({ logo, logoDark, favicon }).flatMap(([field, file]) => {
      if (file === undefined) return []
      const where = `${name}.${field}`
      const filePath = resolve(dirname(path), file)
      const body = readOrProblem(`BRAND_FILE: ${where}`, filePath, problems, (each) =>
        readFileSync(each),
      )
      if (body === undefined) return []
      const picture = parsePicture(body, file)
      if (typeof picture !== 'string') return [[field, picture]]
      fail(where, picture)
      return []
    })
    return { ...rest, ...(theme && { theme }), ...Object.fromEntries(pictures) } as Brand
  }
  for (const caller of Object.keys(others).filter((name) => !callers.includes(name))) {
    fail(caller, 'is not an API caller of this server')
  }
  return {
    default: toBrand(main ?? {}, 'default'),
    callers: Object.entries(others).map(([caller, entry]) => ({
      ...toBrand(inherit(entry, main ?? {}), caller),
      caller,
      callerHash: hash('sha256', caller, 'base64url'),
    })),
  }
}

/** Another business must not seem to have the logo, support, terms or privacy policy of the default one. */
function inherit(entry: Entry, { colour: theme, reviewTime, ...identity }: Entry): Entry {
  return {
    ...(entry.name === undefined ? identity : {}),
    ...(theme && { colour: theme }),
    ...(reviewTime && { reviewTime }),
    ...entry,
  }
}

const MAX_PICTURE_BYTES = 200_000
const PICTURE_PARSERS = [
  { type: 'image/png', ...PNG },
  { type: 'image/svg+xml', ...SVG },
] as const
/** Returns the problem if it is none. */
function parsePicture(body: Buffer, path: string): BrandPicture | string {
  if (body.length > MAX_PICTURE_BYTES) return 'expected a file of at most 200 kB'
  try {
    for (const { type, validate, calculate } of PICTURE_PARSERS) {
      if (!validate(body)) continue
      const { width, height } = calculate(body)
      return { type, body, aspectRatio: width / height }
    }
  } catch {
    // An SVG need not say how large it is.
  }
  if (/\.svg$/i.test(path) && body.includes('<svg')) return { type: 'image/svg+xml', body }
  return 'expected an SVG or PNG file'
}
