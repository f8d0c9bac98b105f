import { byId, formatCount, setText } from './format.js'

const icons = { good: 'M5 12.5l4.5 4.5L19 7.5', recovering: 'M12 6v6l4 2.5', bad: 'M7 7l10 10M17 7L7 17', waiting: 'M6 12h12' }

/** The verdict: what is in the tables against what an undisturbed run gives. */
export class Proof {
  start(hello) {
    this.total = hello.totalEvents
  }

  tick({ proof, worker, phase, problem }) {
    const wrong = proof.lost + proof.doubled + proof.different
    setText('events-in-log', formatCount(proof.eventsInLog))
    setText('events-accounted', formatCount(proof.eventsAccounted))
    setText('rows-found', formatCount(proof.rowsFound))
    for (const name of ['lost', 'doubled', 'different']) {
      setText(`rows-${name}`, formatCount(proof[name]))
      byId(`rows-${name}`).classList.toggle('wrong', proof[name] > 0)
    }
    setText('crashes', formatCount(worker.crashes))
    byId('progress').value = this.total === 0 ? 1 : proof.eventsAccounted / this.total
    const verdict =
      phase === 'failed' || wrong > 0 ? 'bad' : worker.state === 'down' ? 'recovering' : proof.rowsFound === 0 ? 'waiting' : 'good'
    byId('proof').dataset.verdict = verdict
    byId('proof').dataset.phase = phase
    byId('verdict-path').setAttribute('d', icons[verdict])
    setText('verdict', title(verdict, phase, problem))
    setText('verdict-detail', detail(proof, worker, phase))
  }
}

function title(verdict, phase, problem) {
  if (phase === 'failed') return problem ?? 'The worker failed'
  if (verdict === 'bad') return 'The tables differ from the undisturbed run'
  if (verdict === 'recovering') return 'The worker is gone; the next one takes over'
  if (verdict === 'waiting') return 'Waiting for the first rows'
  return 'Nothing lost, nothing doubled'
}

function detail(proof, worker, phase) {
  const crashes = worker.crashes === 0 ? '' : ` after ${worker.crashes === 1 ? 'one crash' : `${formatCount(worker.crashes)} crashes`}`
  if (phase === 'finished')
    return `All ${formatCount(proof.rowsExpected)} rows of the undisturbed run are in the tables, each once${crashes}.`
  if (proof.rowsFound === 0) return 'Rows appear when their windows close.'
  return `Every row in the tables is one of the ${formatCount(proof.rowsExpected)} rows of an undisturbed run, and none is missing${crashes}.`
}
