// Styles are imported for what they do.
declare module '*.css'

// Workers are imported for their address.
declare module '*?worker&url' {
  const url: string
  export default url
}
