// The light build has the same API, without what the previews do not need (captions, alternate audio).
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
