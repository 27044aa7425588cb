'use strict';
// Whether to use colours, and the few that lib/ itself prints with.

const process = require('internal/process');

/**
 * Whether a stream shows colours. FORCE_COLOR overrides what the stream is.
 * @param {Writable} [stream]
 */
function shouldColorize(stream) {
  if (process.env.FORCE_COLOR !== undefined) {
    return require('internal/tty').getColorDepth() > 2;
  }
  if (!stream?.isTTY) return false;
  return typeof stream.getColorDepth !== 'function' ||
         stream.getColorDepth() > 2;
}

/** Escape sequences, empty until refresh() finds that stderr shows colours. */
const colors = {
  blue: '',
  green: '',
  white: '',
  yellow: '',
  red: '',
  gray: '',
  clear: '',
  reset: '',
  hasColors: false,
  shouldColorize,
  refresh() {
    const isOn = shouldColorize(process.stderr);
    const sequence = (code) => (isOn ? `\u001b[${code}m` : '');
    colors.blue = sequence(34);
    colors.green = sequence(32);
    colors.white = sequence(39);
    colors.yellow = sequence(33);
    colors.red = sequence(31);
    colors.gray = sequence(90);
    colors.clear = isOn ? '\u001bc' : '';
    colors.reset = sequence(0);
    colors.hasColors = isOn;
  },
};

module.exports = colors;
