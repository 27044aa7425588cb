'use strict';
// The command line's options, read when first asked for: they belong to the
// process, not to the snapshot.

const binding = internalBinding('options');

let values;

/**
 * @param {string} name as '--check'
 * @returns {boolean|number|string|string[]|undefined} undefined for a name that
 *   is not in the table
 */
function getOptionValue(name) {
  values ??= binding.all();
  return values[name];
}

/** In a worker that has options of its own. */
function setOptionValues(own) {
  values = own;
}

module.exports = {
  getOptionValue,
  setOptionValues,
  /** What setOptionValues or the command line has set. */
  allOptionValues() {
    return values ??= binding.all();
  },
  optionsOfWorker: binding.ofWorker,
  evalSource: binding.evalSource,
  /** Bits that internal/main decides by; see src/bindings/options.c. */
  flags: binding.flags,
  allowedInEnvironment: binding.allowed,
};
