'use strict';
// What parts of the runtime tell each other about the process, out of reach of
// the program.

module.exports = {
  /** Sets what belongs to this process; set by internal/process. */
  start: undefined,
};
