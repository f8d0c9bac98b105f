export { runModel } from './engine'
export { KsqlRefusal } from './lexer'
export { parseScript } from './parser'
