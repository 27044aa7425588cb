'use strict';

const { once } = require('node:events');
const fs = require('node:fs');
const util = require('node:util');

const { measure, sink, sizes } = require('../measure.js');

const repeat = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run(i);
};
const small = { id: 1, name: 'item', tags: ['a', 'b'], nested: { deep: true } };
const large = Array.from({ length: 100 }, (_, id) => ({ ...small, id }));
const map = new Map(Object.entries(small));
const error = new Error('message');
const copy = structuredClone(large);

/** console.log to /dev/null; waits for it, or only its buffer would grow. */
function logMany(text, ...rest) {
  const output = fs.createWriteStream('/dev/null');
  const quiet = new console.Console(output);
  return async (count) => {
    for (let i = 0; i < count; i++) {
      quiet.log(text, ...rest);
      if (output.writableNeedDrain) await once(output, 'drain');
    }
  };
}

measure({
  'inspect, small object': repeat(() => util.inspect(small)),
  ...sizes('inspect, {N} objects', (many) => {
    const value = Array.from({ length: many }, (_, id) => ({ ...small, id }));
    return repeat(() => util.inspect(value, { maxArrayLength: Infinity }));
  }),
  'inspect, Map': repeat(() => util.inspect(map)),
  'inspect, Error': repeat(() => util.inspect(error)),
  'inspect, string': repeat(() => util.inspect('it is a string')),
  'format %s %d': repeat((i) => util.format('%s took %d ms', 'it', i)),
  'format %j': repeat(() => util.format('%j', small)),
  'format, text and object': repeat(() => util.format('see', small)),
  'isDeepStrictEqual, 100 objects': repeat(() =>
    util.isDeepStrictEqual(large, copy)),
  'console.log of a text to a stream': logMany('a line of text'),
  'console.log of an object to a stream': logMany('see', small),
});
