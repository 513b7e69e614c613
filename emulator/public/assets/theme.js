import { element } from './element.js'
import { t } from './text.js'

const HEX = /^#[0-9a-f]{6}$/i
const SCHEMES = { ON: 'dark', OFF: 'light', AUTO: 'light dark' }
const DARK_TEXT = '#14181c'
const LIGHT_TEXT = '#ffffff'

export function applyTheme(sdkConfig) {
  const { style } = document.documentElement
  const light = HEX.test(sdkConfig.primary_colour) ? sdkConfig.primary_colour : '#2d9fff'
  const dark = HEX.test(sdkConfig.primary_colour_dark_mode)
    ? sdkConfig.primary_colour_dark_mode
    : light
  const chosen = HEX.test(sdkConfig.font_colour) ? sdkConfig.font_colour : undefined
  style.setProperty('--primary', `light-dark(${light}, ${dark})`)
  style.setProperty(
    '--on-primary',
    chosen ?? `light-dark(${pickReadable(light)}, ${pickReadable(dark)})`,
  )
  if (HEX.test(sdkConfig.secondary_colour)) {
    style.setProperty('--secondary', sdkConfig.secondary_colour)
    style.setProperty('--on-secondary', pickReadable(sdkConfig.secondary_colour))
  }
  style.setProperty('color-scheme', SCHEMES[sdkConfig.dark_mode] ?? SCHEMES.AUTO)
}

/** Only Yoti knows the look of a brand, so the page shows its id. */
export function showBrand({ brand_id: id }) {
  if (!id) return
  document
    .querySelector('footer')
    .append(element('p', { class: 'quiet', testId: 'brand' }, t('brand', { id })))
}

/** The text colour with the higher contrast (WCAG 2, relative luminance). */
function pickReadable(background) {
  const luminance = toLuminance(background)
  const onDark = 1.05 / (luminance + 0.05)
  const onLight = (luminance + 0.05) / (toLuminance(DARK_TEXT) + 0.05)
  return onLight >= onDark ? DARK_TEXT : LIGHT_TEXT
}

function toLuminance(hex) {
  const [red, green, blue] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
