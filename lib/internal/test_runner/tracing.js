'use strict';
// What runs is told on the tracing channel 'node.test'.

let channel;

/** One test's run, as subscribers see it. */
class Tracing {
  #data;

  constructor(test) {
    this.#data = {
      name: test.name,
      nesting: test.nesting,
      file: test.entryFile,
      type: test.type,
    };
  }

  /** @returns {Tracing|undefined} undefined: nobody listens */
  static of(test) {
    channel ??= require('diagnostics_channel').tracingChannel('node.test');
    return channel.hasSubscribers ? new Tracing(test) : undefined;
  }

  run(fn) {
    return channel.start.runStores(this.#data, fn);
  }

  error(error) {
    this.#data.error = error;
    channel.error.publish(this.#data);
  }

  end() {
    channel.end.publish(this.#data);
  }
}

module.exports = { Tracing };
