'use strict';
// What runs is told on the tracing channel 'node.test'.

const { AsyncLocalStorage } = require('internal/async_local_storage');

let channel;

/** One test's run, as subscribers see it. */
class Tracing {
  #data;
  #inside; // calls a function with the stores of the start channel

  constructor(test) {
    this.#data = {
      name: test.name,
      nesting: test.nesting,
      file: test.entryFile,
      type: test.type,
    };
  }

  /** @returns {Tracing|undefined} begun; undefined: nobody listens */
  static of(test) {
    channel ??= require('diagnostics_channel').tracingChannel('node.test');
    return channel.hasSubscribers ? new Tracing(test).begin() : undefined;
  }

  /** Tells of the start; what run() calls has the stores bound to it. */
  begin() {
    channel.start.runStores(this.#data, () => {
      this.#inside = AsyncLocalStorage.snapshot();
    });
    return this;
  }

  run(fn) {
    return this.#inside(fn);
  }

  error(error) {
    this.#data.error = error;
    this.#inside(() => channel.error.publish(this.#data));
  }

  end() {
    this.#inside(() => channel.end.publish(this.#data));
  }
}

module.exports = { Tracing };
