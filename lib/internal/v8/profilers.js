'use strict';
// What watches a program run: garbage collections, and where its time goes.

const binding = internalBinding('v8');

/** As of v8.getHeapStatistics(), in the names that profiles have. */
function heapObject(n) {
  return {
    totalHeapSize: n[0],
    totalHeapSizeExecutable: n[1],
    totalPhysicalSize: n[2],
    totalAvailableSize: n[3],
    totalGlobalHandlesSize: n[11],
    usedGlobalHandlesSize: n[12],
    usedHeapSize: n[4],
    heapSizeLimit: n[5],
    mallocedMemory: n[6],
    externalMemory: n[13],
    peakMallocedMemory: n[7],
  };
}

function spaceObject([name, size, used, available, physical]) {
  return {
    spaceName: name,
    spaceSize: size,
    spaceUsedSize: used,
    spaceAvailableSize: available,
    physicalSpaceSize: physical,
  };
}

function stateObject([heap, spaces]) {
  return {
    heapStatistics: heapObject(heap),
    heapSpaceStatistics: spaces.map(spaceObject),
  };
}

/** Collects what each garbage collection of this thread has done. */
class GCProfiler {
  #native;
  #startTime;

  /** Starts; does nothing if it runs already. */
  start() {
    if (this.#native !== undefined) return;
    this.#native = new binding.GCProfiler();
    this.#startTime = Date.now();
    this.#native.start();
  }

  /**
   * @returns {object|undefined} the profile; undefined if it did not run
   */
  stop() {
    if (this.#native === undefined) return undefined;
    const events = this.#native.stop();
    this.#native = undefined;
    return {
      version: 1,
      startTime: this.#startTime,
      statistics: events.map(([gcType, cost, before, after]) => ({
        gcType,
        beforeGC: stateObject(before),
        cost,
        afterGC: stateObject(after),
      })),
      endTime: Date.now(),
    };
  }

  /** Stops and forgets. */
  [Symbol.dispose]() {
    this.stop();
  }
}

/** A CPU profile that is being taken. */
class SyncCPUProfileHandle {
  #native = new binding.CpuProfiler();

  /** @returns {string|undefined} JSON; undefined from the second time on */
  stop() {
    if (this.#native === undefined) return undefined;
    let text = '';
    this.#native.stop((piece) => { text += piece; });
    this.#native = undefined;
    return text;
  }

  /** Stops and forgets. */
  [Symbol.dispose]() {
    this.#native?.stop();
    this.#native = undefined;
  }
}

/** @returns {SyncCPUProfileHandle} */
function startCpuProfile() {
  return new SyncCPUProfileHandle();
}

module.exports = { GCProfiler, startCpuProfile };
