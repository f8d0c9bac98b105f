import { sha256 } from '../../pipeline'
import { compareText } from '../../windowing'
import * as casts from './casts'
import * as compare from './compare'
import * as decimals from './decimals'
import * as doubles from './doubles'
import * as integers from './integers'
import * as lists from './lists'
import * as text from './text'
import * as times from './times'

/** What generated code may call, by name. */
export const helpers = { ...integers, ...decimals, ...doubles, ...compare, ...text, ...times, ...casts, ...lists, compareText, sha256 }
