'use strict';
// An EventEmitter whose listeners run in an async context of its own.

const EventEmitter = require('events');
const { AsyncResource } = require('async_hooks');
const { validateString } = require('internal/validators');
const { kEmptyObject } = require('internal/util');

class EventEmitterReferencingAsyncResource extends AsyncResource {
  #eventEmitter;

  constructor(emitter, type, options) {
    super(type, options);
    this.#eventEmitter = emitter;
  }

  get eventEmitter() {
    return this.#eventEmitter;
  }
}

class EventEmitterAsyncResource extends EventEmitter {
  #asyncResource;

  /**
   * @param {string|{name?: string, triggerAsyncId?: number,
   *   requireManualDestroy?: boolean, captureRejections?: boolean}} [options]
   */
  constructor(options = kEmptyObject) {
    let name;
    if (typeof options === 'string') {
      name = options;
      options = kEmptyObject;
    } else {
      if (new.target === EventEmitterAsyncResource) {
        validateString(options?.name, 'options.name');
      }
      name = options?.name || new.target.name;
    }
    super(options);
    this.#asyncResource =
      new EventEmitterReferencingAsyncResource(this, name, options);
  }

  emit(event, ...args) {
    // Throws for a `this` of another class before anything else happens.
    const resource = this.#asyncResource;
    return resource.runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy() {
    this.#asyncResource.emitDestroy();
  }

  get asyncId() {
    return this.#asyncResource.asyncId();
  }

  get triggerAsyncId() {
    return this.#asyncResource.triggerAsyncId();
  }

  get asyncResource() {
    return this.#asyncResource;
  }
}

module.exports = { EventEmitterAsyncResource };
