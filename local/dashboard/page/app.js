import { connect, press } from './connection.js'
import { Diagram } from './diagram.js'
import { byId, formatTime, setText } from './format.js'
import { Outputs } from './outputs.js'
import { Partitions } from './partitions.js'
import { Proof } from './proof.js'
import { Side } from './side.js'
import { startTheme } from './theme.js'
import { Throughput } from './throughput.js'
import { Versions } from './versions.js'

const proof = new Proof()
const throughput = new Throughput()
const partitions = new Partitions()
const diagram = new Diagram()
const outputs = new Outputs()
const versions = new Versions()
const side = new Side()
const crashButton = byId('crash')

const workerTexts = { starting: 'worker starting', running: 'worker', down: 'worker killed', done: 'all events processed' }

function showWorker(message) {
  const { worker, phase } = message
  byId('worker').dataset.state = worker.state
  setText('worker-text', worker.processId !== null && worker.state === 'running' ? `worker ${worker.processId}` : workerTexts[worker.state])
  crashButton.disabled = worker.state !== 'running' || phase !== 'running'
}

connect(
  {
    hello(message) {
      document.title = `${message.name} · streambed`
      setText('pipeline-name', message.name)
      setText('description', message.description)
      setText('pipeline-note', 'one definition, every output from the same events')
      setText('directory', `The tables are in ${message.tableDirectory}`)
      speed = message.speed
      throughput.reset()
      side.reset()
      for (const part of [proof, partitions, diagram, outputs, versions]) part.start(message)
    },
    history: message => throughput.remember(message),
    tick(message) {
      showWorker(message)
      const pace = speed === null ? 'as fast as it goes' : `${speed.toLocaleString('en-US')}× speed`
      byId('clock').replaceChildren(
        Object.assign(document.createElement('strong'), { textContent: formatTime(message.replayTime, true) }),
        ` UTC, ${pace}`,
      )
      for (const part of [proof, throughput, partitions, diagram, outputs, versions]) part.tick(message)
    },
    rows: message => outputs.add(message),
    version: message => versions.add(message),
    side: message => side.add(message.items),
    crash(message) {
      throughput.crash(message.elapsedMs)
    },
  },
  () => {
    byId('worker').dataset.state = 'down'
    setText('worker-text', 'not connected')
    crashButton.disabled = true
  },
)

let speed = null
let hiding

function say(text) {
  byId('toast').textContent = text
  byId('toast').hidden = false
  clearTimeout(hiding)
  hiding = setTimeout(() => {
    byId('toast').hidden = true
  }, 4000)
}

async function crash() {
  if (crashButton.disabled) return
  crashButton.disabled = true
  try {
    await press('/crash')
    say('SIGKILL sent: no goodbye, no flush. The next worker starts from the last checkpoint.')
  } catch (error) {
    say(error.message)
  }
}

crashButton.addEventListener('click', crash)
const nextTheme = startTheme(() => {
  throughput.chart.recolor()
  outputs.chart.recolor()
})
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return
  if (event.key === 'c') crash()
  if (event.key === 't') nextTheme()
  if (event.target === document.body && event.key === 'ArrowLeft') outputs.move(-1)
  if (event.target === document.body && event.key === 'ArrowRight') outputs.move(1)
})
// What scrolls must be reachable by keyboard.
for (const scroller of document.querySelectorAll('.scroll, .side-list')) scroller.tabIndex = 0
