export { Feed, type FeedOptions } from './feed'
export type * from './messages'
export { type Dashboard, startDashboard } from './server'
