import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Plot {
  title: string
  xLabel: string
  yLabel: string
  /** Logarithmic for orders of magnitude. */
  xScale: 'linear' | 'log'
  series: Record<string, readonly (readonly [x: number, y: number])[]>
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 360, 64, 36, 56, 64]
const COLOURS = ['#0b6e99', '#b3541e', '#4b7f2d', '#7a3e9d']
const Y_TICKS = 5

/** Writes docs/images/<name>.svg, with the commit that was measured. */
export function writePlot(name: string, plot: Plot): void {
  const path = fileURLToPath(new URL(`../docs/images/${name}.svg`, import.meta.url))
  writeFileSync(path, renderPlot(plot, readCommit()))
}

function readCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes'
  return git('rev-parse', '--short', 'HEAD') + changed
}

function renderPlot({ title, xLabel, yLabel, xScale, series }: Plot, commit: string): string {
  const points = Object.values(series).flat()
  const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b)
  const toScale = (x: number) => (xScale === 'log' ? Math.log10(x) : x)
  const [first, last] = [toScale(xs[0] ?? 1), toScale(xs.at(-1) ?? 1)]
  const top = roundUp(Math.max(...points.map(([, y]) => y)))
  const toX = (x: number) =>
    LEFT + ((toScale(x) - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT)
  const toY = (y: number) => HEIGHT - BOTTOM - (y / top) * (HEIGHT - TOP - BOTTOM)
  const text = (x: number, y: number, content: string, attributes = '') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`

  const grid = Array.from({ length: Y_TICKS + 1 }, (_, i) => (top * i) / Y_TICKS).flatMap((y) => [
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${toY(y).toFixed(1)}" y2="${toY(y).toFixed(1)}" stroke="#ddd"/>`,
    text(LEFT - 8, toY(y) + 4, String(Number(y.toPrecision(3))), 'text-anchor="end"'),
  ])
  const ticks = xs.map((x) =>
    text(toX(x), HEIGHT - BOTTOM + 20, x.toLocaleString('en-GB'), 'text-anchor="middle"'),
  )
  const lines = Object.entries(series).flatMap(([name, values], i) => {
    const colour = COLOURS[i % COLOURS.length] ?? ''
    const path = values.map(([x, y]) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`)
    return [
      `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...path.map((point) => {
        const [x, y] = point.split(',')
        return `<circle cx="${x ?? ''}" cy="${y ?? ''}" r="3" fill="${colour}"/>`
      }),
      text(LEFT + i * 180, 42, `● ${name}`, `fill="${colour}"`),
    ]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${[
  text(LEFT, 20, title, 'font-size="15" font-weight="bold"'),
  ...grid,
  ...ticks,
  ...lines,
  text(LEFT, HEIGHT - 12, `${xLabel} · ${yLabel} · commit ${commit}`, 'fill="#555"'),
].join('\n')}
</svg>
`
}

/** To 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power
}
