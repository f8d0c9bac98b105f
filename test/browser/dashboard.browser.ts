/**
 * Opens the live page in a real browser, kills the worker by its button, waits for the proof, and takes pictures. Run by `npm run test:browser`; needs
 * Chromium (`CHROMIUM` names it, else /usr/bin/chromium or chromium on the PATH). `--pictures DIR` keeps the pictures.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

const root = resolve(__dirname, '../..')
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

function browserPath(): string {
  const candidates = [
    process.env['CHROMIUM'] ?? '',
    '/usr/bin/chromium',
    ...(process.env['PATH'] ?? '').split(delimiter).flatMap(directory => [join(directory, 'chromium'), join(directory, 'chromium.exe')]),
  ]
  const found = candidates.find(candidate => candidate !== '' && existsSync(candidate))
  assert.ok(found, 'no chromium found: install it, or name it in the environment variable CHROMIUM')
  return found
}

/** Starts the replay and gives the address that it prints. */
async function startReplay(directory: string, speed: string) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'cli/main.ts', 'dev', 'examples/posts/pipeline.ts', '--speed', speed, '--directory', directory],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const url = await new Promise<string>((found, failed) => {
    let text = ''
    child.stderr.on('data', chunk => {
      text += String(chunk)
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(text)
      if (match) found(match[0])
    })
    child.once('exit', code => failed(new Error(`the replay ended with ${code}: ${text}`)))
  })
  const stop = (): Promise<number | null> => {
    const ended = new Promise<number | null>(done => child.once('exit', code => done(code)))
    child.kill('SIGINT')
    return ended
  }
  return { url, stop }
}

async function openPage(browser: Browser, url: string, problems: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1240 }, colorScheme: 'light' })
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(String(error)))
  page.on('request', request => {
    if (!request.url().startsWith(url)) problems.push(`asks for ${request.url()}`)
  })
  await page.goto(url)
  return page
}

const numberIn = async (page: Page, id: string): Promise<number> => Number((await page.textContent(`#${id}`))?.replaceAll(',', ''))

async function crashAndRecover(page: Page): Promise<void> {
  await page.waitForSelector('#crash:not([disabled])', { timeout: 60_000 })
  const before = await numberIn(page, 'crashes')
  await page.keyboard.press('c')
  await page.waitForSelector(`#crashes:text-is("${before + 1}")`, { timeout: 20_000 })
  await page.waitForSelector('#worker[data-state="running"]', { timeout: 60_000 })
}

async function main(pictures: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'streambed-browser-'))
  const replay = await startReplay(join(directory, 'run'), '10000x')
  const browser = await chromium.launch({ executablePath: browserPath(), args: flags.split(' ') })
  const problems: string[] = []
  try {
    const page = await openPage(browser, replay.url, problems)
    await page.waitForSelector('#row-body tr:nth-child(20)', { timeout: 60_000 })
    await crashAndRecover(page)
    await crashAndRecover(page)
    await page.waitForTimeout(4000)
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, 'dashboard-light.png') })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.waitForTimeout(800)
    await page.screenshot({ path: join(pictures, 'dashboard-dark.png'), fullPage: true })

    // Everything can be reached and used by keyboard.
    await page.focus('#tabs [aria-selected="true"]')
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.textContent('#tabs [aria-selected="true"]'), 'link_trends')

    await page.waitForSelector('#proof[data-phase="finished"]', {
      timeout: 180_000,
    })
    assert.equal(await page.textContent('#verdict'), 'Nothing lost, nothing doubled')
    for (const id of ['rows-lost', 'rows-doubled', 'rows-different']) assert.equal(await numberIn(page, id), 0, id)
    assert.equal(await numberIn(page, 'events-accounted'), await numberIn(page, 'events-in-log'))
    assert.equal(await numberIn(page, 'crashes'), 2)
    assert.equal(await numberIn(page, 'letter-count'), 36)

    await page.setViewportSize({ width: 390, height: 844 })
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(pictures, 'dashboard-phone.png'), fullPage: true })
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 390, 'the page is wider than a phone')
    assert.deepEqual(problems, [])
  } finally {
    await browser.close()
    assert.equal(await replay.stop(), 0, 'Ctrl-C ends with exit code 0')
    rmSync(directory, { recursive: true, force: true })
  }
}

const at = process.argv.indexOf('--pictures')
main(at > 0 ? resolve(process.argv[at + 1]) : join(tmpdir(), 'streambed-pictures')).then(
  () => process.stdout.write('the live page works: two crashes, nothing lost, nothing doubled\n'),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    process.exitCode = 1
  },
)
