'use strict';
// Reporters that are programs' own modules: what stream.compose() takes.

const process = require('internal/process');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { builtins, openDestination } =
  require('internal/test_runner/reporting');

async function loadReporter(name) {
  if (builtins.has(name)) {
    return require('test/reporters')[name];
  }
  const { importModule, folderUrl } =
    require('internal/modules/esm/loader');
  const namespace = await importModule(name, folderUrl());
  return namespace.default ?? namespace;
}

/** A class of streams is one to make an instance of. */
function instanceOf(reporter, name) {
  if (reporter?.prototype && Object.getOwnPropertyDescriptor(
    reporter.prototype, 'constructor') && reporter.prototype.pipe) {
    return new reporter();
  }
  if (typeof reporter !== 'function' && typeof reporter?.pipe !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('Reporter', ['Function', 'stream.Duplex'],
                                   name);
  }
  return reporter;
}

/** Connects a harness's stream with reporters that have to be loaded first. */
async function connect(harness, pairs) {
  const { reporter } = harness;
  try {
    for (const [name, destination] of pairs) {
      const loaded = instanceOf(await loadReporter(name), name);
      const output = openDestination(destination);
      const isStandard = output === process.stdout ||
        output === process.stderr;
      reporter.compose(loaded).on('error', (error) => harness.crash(error))
        .pipe(output, { end: !isStandard });
    }
  } catch (error) {
    harness.crash(error);
  }
}

module.exports = { connect };
