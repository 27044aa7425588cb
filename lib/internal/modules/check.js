'use strict';
// -c: whether a text compiles, as CommonJS or as an ES module.

const {
  Module, compile, isModuleEntry, readSource, stripShebang,
} = require('internal/modules/cjs');

/**
 * @param {string} file
 * @throws what a syntax error is
 */
function checkSyntax(file) {
  const filename = Module._resolveFilename(file, null, true);
  checkText(readSource(filename), filename,
            isModuleEntry(filename) ? 'module' : undefined);
}

/** @param {string|undefined} format undefined: whichever it is */
function checkText(text, filename, format) {
  if (format === 'module') {
    internalBinding('module_records').compileModule(text, filename);
    return;
  }
  try {
    compile(stripShebang(text), filename);
  } catch (error) {
    const { isModuleError } = require('internal/modules/syntax');
    if (format === 'commonjs' || !isModuleError(error, text)) throw error;
    checkText(text, filename, 'module');
  }
}

module.exports = { checkSyntax, checkText };
