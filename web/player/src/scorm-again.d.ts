// The library declares its parts as default exports, and exports them by name.
declare module 'scorm-again/scorm12' {
  export { Scorm12API } from 'scorm-again';
}

declare module 'scorm-again/scorm2004' {
  export { Scorm2004API } from 'scorm-again';
}
