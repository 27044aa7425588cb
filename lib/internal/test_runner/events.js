'use strict';
// The stream of what happens to tests: objects {type, data}.

const Readable = require('stream').Readable;

/** What run() returns, and what reporters read. */
class TestsStream extends Readable {
  #buffer = [];
  #canPush = false;
  /** Built-in reporters that take events without a stream between. */
  #sinks;
  #onEnds = [];

  constructor() {
    super({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }

  _read() {
    this.#canPush = true;
    while (this.#buffer.length > 0) {
      const event = this.#buffer.shift();
      this.#canPush = this.push(event);
      if (!this.#canPush) return;
    }
  }

  /** Calls `sink(event)` for every event instead of streaming them. */
  addSink(sink, onEnd) {
    this.#sinks = [...this.#sinks ?? [], sink];
    this.#onEnds.push(onEnd);
  }

  /** No event follows. */
  end() {
    for (const onEnd of this.#onEnds) onEnd();
    if (this.#sinks === undefined) this.send(null);
  }

  /** Passes an event on. */
  send(event) {
    if (event !== null) {
      if (this.#sinks !== undefined) {
        for (const sink of this.#sinks) sink(event);
        return;
      }
      this.emit(event.type, event.data);
    }
    if (this.#canPush) {
      this.#canPush = this.push(event);
    } else {
      this.#buffer.push(event);
    }
  }

  #emit(type, data) {
    this.send({ type, data });
  }

  // --- One method for each kind of event -----------------------------------------

  enqueue(test) {
    this.#emit('test:enqueue', scheduled(test));
  }

  dequeue(test) {
    this.#emit('test:dequeue', scheduled(test));
  }

  start(test) {
    const { nesting, name, id, parent, tags } = test;
    this.#emit('test:start', place({
      nesting, name, testId: id, parentId: parent.id, tags,
    }, test.location));
  }

  log(test, message, data) {
    const { name, nesting, id, parent } = test;
    this.#emit('test:log', place({
      name, nesting, testId: id, parentId: parent?.id, message, data,
    }, test.location));
  }

  /** Emitted as soon as a test is done. */
  complete(test) {
    const data = result(test);
    data.details.passed = test.passed;
    this.#emit('test:complete', data);
  }

  /** Emitted when a test's turn has come. */
  result(test) {
    const data = result(test);
    if (data.details.classname !== undefined) {
      data.classname = data.details.classname;
    }
    this.#emit(test.passed ? 'test:pass' : 'test:fail', data);
  }

  plan(test, nesting, count) {
    this.#emit('test:plan', place({ nesting, count }, test.location));
  }

  diagnostic(test, message, level = 'info') {
    this.#emit('test:diagnostic', place(
      { nesting: test.nesting, message, level }, test.location));
  }

  output(stream, file, entryFile, message) {
    this.#emit(`test:${stream}`, { file, message, entryFile });
  }

  summary(success, counts, durationMs, file) {
    this.#emit('test:summary',
               { success, counts, duration_ms: durationMs, file });
  }

  interrupted(tests) {
    this.#emit('test:interrupted', { tests });
  }
}

/** Where the test is, unless that is not known. */
function place(data, location) {
  if (location !== undefined) {
    data.line = location.line;
    data.column = location.column;
    data.file = location.file;
  }
  return data;
}

function scheduled(test) {
  const { nesting, name, type, id, parent, tags } = test;
  return place({
    nesting, name, type, testId: id, parentId: parent.id, tags,
  }, test.location);
}

function details(test) {
  const data = { duration_ms: test.durationMs, type: test.type };
  if (!test.passed) data.error = test.error;
  if (test.parent.parent !== null) data.classname = test.parent.name;
  const { harness } = test;
  if (harness.attempt !== undefined) {
    data.attempt = harness.attempt;
    if (test.passedOnAttempt !== undefined) {
      data.passed_on_attempt = test.passedOnAttempt;
    }
  }
  return data;
}

function result(test) {
  const { name, nesting, testNumber, id, parent, tags } = test;
  const data = place({
    name, nesting, testNumber, testId: id, parentId: parent.id,
    details: details(test), tags,
  }, test.location);
  if (test.skipped) data.skip = test.skipped;
  else if (test.isTodo) data.todo = test.isTodo;
  if (test.expectFailure !== undefined) {
    data.expectFailure = test.expectFailure.label || true;
  }
  return data;
}

module.exports = { TestsStream };
