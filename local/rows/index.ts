export { rowToJson } from './row-json'
