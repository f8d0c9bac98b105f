import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Asset {
  readonly type: string
  readonly bytes: Buffer
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

const pageFiles = [
  'style.css',
  'layout.css',
  'app.js',
  'charts.js',
  'connection.js',
  'diagram.js',
  'format.js',
  'outputs.js',
  'partitions.js',
  'proof.js',
  'row-chart.js',
  'side.js',
  'theme.js',
  'throughput.js',
  'versions.js',
  'favicon.svg',
] as const

/**
 * Everything that the page is made of, by its path. The list is closed: no request chooses a file's name. uPlot (MIT License, Leon Sorokin)
 * draws the charts and comes from the installed package.
 */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const page = join(__dirname, 'page')
  const charts = dirname(require.resolve('uplot'))
  const assets = new Map<string, Asset>()
  for (const name of pageFiles) assets.set(`/${name}`, read(join(page, name)))
  assets.set('/', read(join(page, 'index.html')))
  assets.set('/uPlot.esm.js', read(join(charts, 'uPlot.esm.js')))
  assets.set('/uPlot.min.css', read(join(charts, 'uPlot.min.css')))
  return assets
}

function read(path: string): Asset {
  const extension = path.slice(path.lastIndexOf('.') + 1)
  return { type: types[extension] ?? 'application/octet-stream', bytes: readFileSync(path) }
}
