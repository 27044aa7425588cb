'use strict';

const { once } = require('node:events');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

const { measure, sink, sizes } = require('../measure.js');

const small = { id: 1, name: 'item', tags: ['a', 'b'], nested: { deep: true } };
const large = Array.from({ length: 1000 }, (_, id) => ({ ...small, id }));

const repeat = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run();
};

async function start(count) {
  for (let i = 0; i < count; i++) {
    const worker = new Worker(__filename);
    worker.postMessage(i);
    await once(worker, 'message');
    await worker.terminate();
  }
}

let kept;

/** All rounds use one worker: its start is not to be in the numbers. */
const messages = (value) => async (count) => {
  kept ??= new Worker(__filename);
  for (let i = 0; i < count; i++) {
    kept.postMessage(value);
    [sink.value] = await once(kept, 'message');
  }
};

if (isMainThread) {
  measure({
    'structuredClone, small object': repeat(() => structuredClone(small)),
    ...sizes('structuredClone, {N} objects', (many) => {
      const value = large.slice(0, many);
      return repeat(() => structuredClone(value));
    }),
    'Worker: start, message, terminate': start,
    'postMessage and back, small object': messages(small),
    'postMessage and back, 1,000 objects': messages(large),
  }).then(() => kept?.terminate());
} else {
  parentPort.on('message', (value) => parentPort.postMessage(value));
}
