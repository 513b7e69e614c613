/** What is drawn in the brand's colour, on the background of one colour scheme. */
export interface Tones {
  /** Of buttons. */
  fill: string
  /** On the fill, at least 4.5:1. */
  onFill: string
  /** Links, borders and the focus ring, at least 4.5:1. */
  accent: string
}

export interface Theme {
  light: Tones
  dark: Tones
}

type Rgb = readonly number[]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** The backgrounds of views/assets/app.css: the darker one of light mode, the lighter one of dark mode. */
const BACKGROUNDS = { light: parse('#f2f4f6'), dark: parse('#20262d') }
/** Contrast by WCAG 2. */
const TEXT_CONTRAST = 4.5
const BORDER_CONTRAST = 3

/** Undefined if the colour is too pale for the border of a button, here and in Yoti's client. */
export function createTheme(colour: string): Theme | undefined {
  if (getContrast(parse(colour), WHITE) < BORDER_CONTRAST) return undefined
  return {
    light: toTones(parse(colour), BACKGROUNDS.light, BLACK),
    dark: toTones(parse(colour), BACKGROUNDS.dark, WHITE),
  }
}

/** The nearest colour that is dark enough. */
export function suggestColour(colour: string): string {
  return format(mixUntil(parse(colour), WHITE, BLACK, TEXT_CONTRAST))
}

function toTones(colour: Rgb, background: Rgb, towards: Rgb): Tones {
  const fill = mixUntil(colour, background, towards, BORDER_CONTRAST)
  const onFill = getContrast(fill, WHITE) >= TEXT_CONTRAST ? WHITE : BLACK
  const accent = mixUntil(colour, background, towards, TEXT_CONTRAST)
  return { fill: format(fill), onFill: format(onFill), accent: format(accent) }
}

function mixUntil(colour: Rgb, background: Rgb, towards: Rgb, contrast: number): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(colour, towards, share)
    if (getContrast(mixed, background) >= contrast) return mixed
  }
  return towards
}

function mix(colour: Rgb, towards: Rgb, share: number): Rgb {
  return colour.map((from, index) => Math.round(from + ((towards[index] ?? 0) - from) * share))
}

function getContrast(one: Rgb, other: Rgb): number {
  const [lighter = 0, darker = 0] = [getLuminance(one), getLuminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function getLuminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function parse(hex: string): Rgb {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16))
}

function format(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
