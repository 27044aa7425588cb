'use strict';
// Promises that a stream settles later, in their order.

class Waiters {
  #list = null;

  get length() { return this.#list === null ? 0 : this.#list.length; }

  /**
   * @param {AbortSignal} [signal] takes it out of the list, and rejects it
   * @param {*} [data] for who takes it
   * @returns {Promise}
   */
  add(signal, data) {
    const waiter = Promise.withResolvers();
    waiter.data = data;
    waiter.signal = signal;
    waiter.onAbort = undefined;
    if (signal !== undefined) this.#listen(waiter);
    if (this.#list === null) this.#list = [waiter];
    else this.#list.push(waiter);
    return waiter.promise;
  }

  #listen(waiter) {
    waiter.onAbort = () => {
      this.#list.splice(this.#list.indexOf(waiter), 1);
      waiter.reject(waiter.signal.reason);
      this.onAborted?.();
    };
    waiter.signal.addEventListener('abort', waiter.onAbort, { once: true });
  }

  /** The first one, taken out: {data, resolve, reject}. There is one. */
  shift() {
    const waiter = this.#list.shift();
    unlisten(waiter);
    return waiter;
  }

  #take() {
    const list = this.#list;
    this.#list = null;
    return list ?? [];
  }

  resolveAll(value) {
    for (const waiter of this.#take()) {
      unlisten(waiter);
      waiter.resolve(value);
    }
  }

  rejectAll(error) {
    for (const waiter of this.#take()) {
      unlisten(waiter);
      waiter.reject(error);
    }
  }
}

/** What to call when a signal has taken one out. */
Waiters.prototype.onAborted = undefined;

function unlisten({ signal, onAbort }) {
  signal?.removeEventListener('abort', onAbort);
}

module.exports = { Waiters };
