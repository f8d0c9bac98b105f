import { RemovalPolicy } from 'aws-cdk-lib'
import type { Removal } from '../plan'

/** `retain` keeps what holds data when it leaves the stack, also where another resource replaces it. */
export const removalPolicy = (removal: Removal): RemovalPolicy => (removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
