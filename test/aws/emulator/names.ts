export const REGION = 'eu-west-1'
export const ACCOUNT = '000000000000'
