'use strict';
// PerformanceResourceTiming. https://w3c.github.io/resource-timing/

const { PerformanceEntry, kConstruct, enumerate } =
  require('internal/perf/entry');

// Property -> where it stands in Fetch's timing info.
const kTimes = {
  workerStart: 'finalServiceWorkerStartTime',
  redirectStart: 'redirectStartTime',
  redirectEnd: 'redirectEndTime',
  fetchStart: 'postRedirectStartTime',
};
const kConnectionTimes = {
  domainLookupStart: 'domainLookupStartTime',
  domainLookupEnd: 'domainLookupEndTime',
  connectStart: 'connectionStartTime',
  connectEnd: 'connectionEndTime',
  secureConnectionStart: 'secureConnectionStartTime',
};
const kLateTimes = {
  requestStart: 'finalNetworkRequestStartTime',
  responseStart: 'finalNetworkResponseStartTime',
  responseEnd: 'endTime',
};
/** The size that headers are taken to have. */
const kHeaderBytes = 300;

class PerformanceResourceTiming extends PerformanceEntry {
  #timing;
  #initiatorType;
  #cacheMode;
  #responseStatus;
  #deliveryType;

  constructor(token, url, options) {
    const { timing } = options ?? {};
    super(token, url, 'resource', timing?.startTime,
          timing?.endTime - timing?.startTime);
    this.#timing = timing;
    this.#initiatorType = options.initiatorType;
    this.#cacheMode = options.cacheMode;
    this.#responseStatus = options.responseStatus;
    this.#deliveryType = options.deliveryType ?? '';
  }

  static timingOf(value) {
    return value.#timing;
  }

  get initiatorType() {
    return this.#initiatorType;
  }

  get nextHopProtocol() {
    return this.#timing.finalConnectionTimingInfo?.ALPNNegotiatedProtocol;
  }

  get transferSize() {
    if (this.#cacheMode === 'local') return 0;
    if (this.#cacheMode === 'validated') return kHeaderBytes;
    return this.#timing.encodedBodySize + kHeaderBytes;
  }

  get encodedBodySize() {
    return this.#timing.encodedBodySize;
  }

  get decodedBodySize() {
    return this.#timing.decodedBodySize;
  }

  get deliveryType() {
    return this.#deliveryType;
  }

  get responseStatus() {
    return this.#responseStatus;
  }

  toJSON() {
    const json = { ...super.toJSON(), initiatorType: this.initiatorType,
                   nextHopProtocol: this.nextHopProtocol };
    for (const name of kTimeNames) json[name] = this[name];
    return {
      ...json,
      transferSize: this.transferSize,
      encodedBodySize: this.encodedBodySize,
      decodedBodySize: this.decodedBodySize,
      deliveryType: this.deliveryType,
      responseStatus: this.responseStatus,
    };
  }
}
const { timingOf } = PerformanceResourceTiming;
delete PerformanceResourceTiming.timingOf;

const kTimeNames = [
  ...Object.keys(kTimes),
  ...Object.keys(kConnectionTimes),
  ...Object.keys(kLateTimes),
];

function defineTimes(names, read) {
  for (const [name, field] of Object.entries(names)) {
    Object.defineProperty(PerformanceResourceTiming.prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        return read(timingOf(this), field);
      },
    });
  }
}
defineTimes(kTimes, (timing, field) => timing[field]);
defineTimes(kConnectionTimes, (timing, field) =>
  timing.finalConnectionTimingInfo?.[field]);
defineTimes(kLateTimes, (timing, field) => timing[field]);
enumerate(PerformanceResourceTiming,
          'initiatorType', 'nextHopProtocol', 'transferSize',
          'encodedBodySize', 'decodedBodySize', 'deliveryType',
          'responseStatus', 'toJSON');

/** @returns {PerformanceResourceTiming} */
function makeResourceTiming(url, options) {
  return new PerformanceResourceTiming(kConstruct, url, options);
}

module.exports = { PerformanceResourceTiming, makeResourceTiming };
