declare module 'koa2' {
  export { default } from 'koa'
}
declare module 'koa3' {
  export { default } from 'koa'
}
