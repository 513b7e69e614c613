import type { Appearance, Person } from './person.js'
import { drawText } from './svg.js'

export const FACE_WIDTH = 480
export const FACE_HEIGHT = 600
const INK = '#2a2326'

/** Drawn in a box of 480 x 600. */
export function drawFace({ appearance }: Person): string[] {
  const { skin, hair, clothes } = appearance
  return [
    '<rect width="480" height="600" fill="#e6ebee"/>',
    '<circle cx="240" cy="250" r="220" fill="#f3f6f7"/>',
    drawHairBehind(appearance),
    `<path d="M40 600 C50 480 130 450 240 450 C350 450 430 480 440 600 Z" fill="${clothes}"/>`,
    `<path d="M195 380 h90 v70 a45 38 0 0 1 -90 0 Z" fill="${skin}"/>`,
    `<path d="M195 400 q45 40 90 0 v14 q-45 36 -90 0 Z" fill="${INK}" opacity="0.12"/>`,
    `<ellipse cx="127" cy="285" rx="18" ry="30" fill="${skin}"/>`,
    `<ellipse cx="353" cy="285" rx="18" ry="30" fill="${skin}"/>`,
    `<path d="M130 250 C130 150 350 150 350 250 C352 350 305 425 240 425 C175 425 128 350 130 250 Z" fill="${skin}"/>`,
    appearance.beard ? drawBeard(hair) : '',
    drawFeatures(hair),
    drawHairInFront(appearance),
    appearance.glasses ? drawGlasses() : '',
    '<rect x="0" y="520" width="480" height="52" fill="#ffffff" opacity="0.86"/>',
    drawText(240, 559, 'SPECIMEN', {
      size: 42,
      fill: '#b3261e',
      bold: true,
      anchor: 'middle',
      spacing: 4,
    }),
  ].filter(Boolean)
}

function drawFeatures(hair: string): string {
  return [
    ...[190, 290].flatMap((x) => [
      `<ellipse cx="${x}" cy="278" rx="19" ry="12" fill="#ffffff"/>`,
      `<circle cx="${x}" cy="278" r="10" fill="${INK}"/>`,
      `<circle cx="${x + 3}" cy="274" r="3" fill="#ffffff"/>`,
      `<path d="M${x - 26} 250 q26 -16 52 0" stroke="${hair}" stroke-width="8" fill="none" stroke-linecap="round"/>`,
    ]),
    `<path d="M240 285 q-16 42 -4 48 q8 3 16 0" stroke="${INK}" stroke-opacity="0.35" stroke-width="5" fill="none" stroke-linecap="round"/>`,
    '<path d="M205 368 q35 20 70 0" stroke="#8f3b3b" stroke-width="8" fill="none" stroke-linecap="round"/>',
  ].join('')
}

function drawHairBehind({ hair, hairStyle }: Appearance): string {
  switch (hairStyle) {
    case 'long':
      return `<path d="M105 260 C90 110 390 110 375 260 C385 380 395 450 380 500 L100 500 C85 450 95 380 105 260 Z" fill="${hair}"/>`
    case 'bob':
      return `<path d="M112 250 C100 130 380 130 368 250 L366 340 L114 340 Z" fill="${hair}"/>`
    case 'bun':
      return `<circle cx="240" cy="112" r="58" fill="${hair}"/>`
    case 'curly':
      return [...[100, 120, 165, 240, 315, 360, 380].entries()]
        .map(
          ([index, x]) =>
            `<circle cx="${x}" cy="${190 + Math.abs(index - 3) * 32 - 40}" r="72" fill="${hair}"/>`,
        )
        .join('')
    default:
      return ''
  }
}

function drawHairInFront({ hair, hairStyle }: Appearance): string {
  const outlines: Record<Appearance['hairStyle'], string> = {
    cropped:
      'M128 250 C118 140 362 140 352 250 C340 205 310 190 240 190 C170 190 140 205 128 250 Z',
    parted:
      'M124 262 C104 120 372 110 356 262 C346 215 320 200 285 196 C230 205 180 190 168 178 C160 205 138 220 124 262 Z',
    long: 'M120 290 C110 130 370 130 360 290 C350 225 300 215 250 168 C225 215 140 225 120 290 Z',
    bun: 'M126 262 C116 130 364 130 354 262 C335 205 290 185 240 182 C190 185 145 205 126 262 Z',
    curly: 'M128 245 C130 150 350 150 352 245 C325 190 285 200 240 190 C195 200 155 190 128 245 Z',
    bob: 'M118 262 C112 130 368 130 362 262 C340 240 335 222 330 212 L152 212 C145 222 140 240 118 262 Z',
  }
  return `<path d="${outlines[hairStyle]}" fill="${hair}"/>`
}

function drawBeard(hair: string): string {
  return `<path d="M131 290 C134 380 190 436 240 436 C290 436 346 380 349 290 C335 345 305 345 285 345 Q240 330 195 345 C175 345 145 345 131 290 Z" fill="${hair}" opacity="0.92"/>`
}

function drawGlasses(): string {
  const frame = `fill="#ffffff" fill-opacity="0.2" stroke="${INK}" stroke-width="6"`
  return [
    `<rect x="152" y="254" width="76" height="52" rx="22" ${frame}/>`,
    `<rect x="252" y="254" width="76" height="52" rx="22" ${frame}/>`,
    `<path d="M228 274 q12 -8 24 0" stroke="${INK}" stroke-width="6" fill="none"/>`,
  ].join('')
}
