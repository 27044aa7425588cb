'use strict';
// What an unhandled 'error' event adds to the stack that the process prints.

const kMinimalOverlap = 3;

// The lines that the two stacks share at their end are shown once.
function withoutCommonEnd(lines, errorLines) {
  let common = 0;
  while (common < lines.length && common < errorLines.length &&
         lines.at(-1 - common) === errorLines.at(-1 - common)) {
    common++;
  }
  if (common <= kMinimalOverlap) return lines;
  const kept = lines.slice(0, lines.length - common);
  kept.push('    [... lines matching original stack trace ...]', lines.at(-1));
  return kept;
}

/**
 * @param {EventEmitter} emitter
 * @param {Error} error
 * @param {{stack: string}} here Where emit was called.
 * @returns {string} The error's stack and where it was emitted.
 */
function enhanceStack(emitter, error, here) {
  let name = '';
  try {
    const ctor = emitter.constructor.name;
    if (ctor !== 'EventEmitter') name = ` on ${ctor} instance`;
  } catch {
    // Any getter may throw.
  }
  const errorLines = error.stack.split('\n').slice(1);
  const lines = withoutCommonEnd(here.stack.split('\n').slice(1), errorLines);
  return `${error.stack}\nEmitted 'error' event${name} at:\n` +
    lines.join('\n');
}

module.exports = { enhanceStack };
