/** The local engine keeps the service's rules, so what the model of them differs in is declared here, too. Not confirmed: this driver was not run yet. */
export { DIFFERENCES } from '../stream-analytics-model/differences'
