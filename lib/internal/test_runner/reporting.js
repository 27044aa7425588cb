'use strict';
// Where the events go: to reporters, and what those say to files and streams.

const process = require('internal/process');
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');

const builtins = new Map([
  ['dot', 'internal/test_runner/reporters/dot'],
  ['junit', 'internal/test_runner/reporters/junit'],
  ['lcov', 'internal/test_runner/reporters/lcov'],
  ['spec', 'internal/test_runner/reporters/spec'],
  ['tap', 'internal/test_runner/reporters/tap'],
]);

function openDestination(name) {
  if (name === 'stdout') return process.stdout;
  if (name === 'stderr') return process.stderr;
  return require('fs').createWriteStream(name);
}

/**
 * Pairs of reporter and destination.
 * @throws {TypeError} ERR_INVALID_ARG_VALUE
 */
function pairsOf({ reporters, destinations }) {
  if (reporters.length === 0 && destinations.length === 0) {
    return [['spec', 'stdout']];
  }
  if (reporters.length === 1 && destinations.length === 0) {
    destinations = ['stdout'];
  }
  if (destinations.length !== reporters.length) {
    throw new ERR_INVALID_ARG_VALUE(
      '--test-reporter', reporters,
      'must match the number of specified \'--test-reporter-destination\'');
  }
  return reporters.map((name, i) => [name, destinations[i]]);
}

/** Connects a harness's events with what the command line asks for. */
function connect(harness) {
  const { config, reporter } = harness;
  if (config.isChild) {
    require('internal/test_runner/wire').connect(reporter);
    return;
  }
  const pairs = pairsOf(config);
  if (pairs.every(([name]) => builtins.has(name))) {
    for (const pair of pairs) connectBuiltin(reporter, ...pair);
    return;
  }
  connectStreams(harness, pairs);
}

/** A file that is written at once: the process may end at any time. */
function openFile(name) {
  const fs = require('fs');
  const fd = fs.openSync(name, 'w');
  return {
    write: (text) => fs.writeSync(fd, text),
    end: () => fs.closeSync(fd),
  };
}

/** A built-in one: a function of the event, that gives text. */
function connectBuiltin(reporter, name, destination) {
  const { Reporter } = require(builtins.get(name));
  const isStandard = destination === 'stdout' || destination === 'stderr';
  const writer = new Writer(isStandard ? openDestination(destination) :
    openFile(destination));
  const format = new Reporter();
  reporter.addSink((event) => writer.add(format.format(event)),
                   () => writer.end(format.finish()));
}

/** Collects what is said in one turn, and writes it at once. */
class Writer {
  #stream;
  #text = '';
  #isWaiting = false;

  constructor(stream) {
    this.#stream = stream;
  }

  add(text) {
    if (text === '') return;
    this.#text += text;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    process.nextTick(() => this.#flush());
  }

  #flush() {
    this.#isWaiting = false;
    const text = this.#text;
    this.#text = '';
    if (text !== '') this.#stream.write(text);
  }

  end(text) {
    this.#text += text;
    this.#flush();
    if (this.#stream !== process.stdout && this.#stream !== process.stderr) {
      this.#stream.end();
    }
  }
}

function connectStreams(harness, pairs) {
  require('internal/test_runner/custom_reporters').connect(harness, pairs);
}

module.exports = { builtins, connect, openDestination };
