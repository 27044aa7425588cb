'use strict';
// What an unhandled 'error' event adds to the stack that the process prints as
// its last words: where the event was emitted.

// error -> {emitter, stack}: seen by nobody but the printer.
const emissions = new WeakMap();

/**
 * Remembers where an 'error' event was emitted that has no listener.
 * @param {Function} above Frames from this function on are left out.
 */
function noteUnhandled(emitter, error, above) {
  const here = { emitter };
  Error.captureStackTrace(here, above);
  emissions.set(error, here);
}

// What the two stacks share at their end is shown once.
function withoutCommonEnd(lines, errorLines) {
  let common = 0;
  while (common < lines.length && common < errorLines.length &&
         lines.at(-1 - common) === errorLines.at(-1 - common)) {
    common++;
  }
  if (common <= 3) return lines;
  return [
    ...lines.slice(0, lines.length - common),
    '    [... lines matching original stack trace ...]',
    lines.at(-1),
  ];
}

/**
 * The lines to print below the stack of an uncaught error.
 * @param {any} error
 * @returns {string} Empty, or begins with a newline.
 */
function emissionText(error) {
  const here = emissions.get(error);
  if (here === undefined) return '';
  let name = '';
  try {
    const { constructor } = here.emitter;
    if (constructor.name !== 'EventEmitter') {
      name = ` on ${constructor.name} instance`;
    }
    const lines = withoutCommonEnd(here.stack.split('\n').slice(1),
                                   error.stack.split('\n').slice(1));
    return `\nEmitted 'error' event${name} at:\n${lines.join('\n')}`;
  } catch {
    return ''; // a getter of the program threw
  }
}

module.exports = { noteUnhandled, emissionText };
