export { type Clients, connect } from './clients'
export { ACCOUNT, Emulator, REGION } from './emulator'
