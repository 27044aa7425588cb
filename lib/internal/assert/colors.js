'use strict';
// The colours of assertion messages: empty where stderr shows none.

const colors = {
  red: '',
  green: '',
  blue: '',
  gray: '',
  white: '',

  /** Looks again whether stderr shows colours. */
  refresh() {
    const has = hasColors();
    colors.red = has ? '\u001b[31m' : '';
    colors.green = has ? '\u001b[32m' : '';
    colors.blue = has ? '\u001b[34m' : '';
    colors.gray = has ? '\u001b[90m' : '';
    colors.white = has ? '\u001b[39m' : '';
  },
};

function hasColors() {
  const process = require('internal/process');
  if (process.env.FORCE_COLOR === undefined && !process.stderr?.isTTY) {
    return false;
  }
  return require('internal/tty/colors').getColorDepth() > 2;
}

module.exports = colors;
