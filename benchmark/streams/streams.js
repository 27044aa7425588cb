'use strict';
// One operation is one chunk of 16 KiB that went all the way.

const stream = require('node:stream');

const { measure, sink, sizes } = require('../measure.js');

const chunk = Buffer.alloc(16 * 1024, 'a');

/** Gives `count` chunks. */
const source = (count) => {
  let left = count;
  return new stream.Readable({
    read() { this.push(left-- > 0 ? chunk : null); },
  });
};
const drain = () => new stream.Writable({
  write(data, encoding, callback) { sink.value = data; callback(); },
});
const passing = () => new stream.Transform({
  transform(data, encoding, callback) { callback(null, data); },
});
const objects = (count) => {
  let left = count;
  return new stream.Readable({
    objectMode: true,
    read() { this.push(left-- > 0 ? { id: left } : null); },
  });
};
const flow = (...parts) => new Promise((resolve, reject) => {
  stream.pipeline(...parts, (error) => (error ? reject(error) : resolve()));
});

measure({
  'pipe': (count) => new Promise((resolve, reject) => {
    source(count).pipe(drain()).on('finish', resolve).on('error', reject);
  }),
  'pipeline': (count) => flow(source(count), drain()),
  ...sizes('pipeline through {N} transforms', (many) => (count) =>
    flow(source(count), ...Array.from({ length: many }, passing), drain()),
           [1, 10, 100]),
  'async iteration': async (count) => {
    for await (const data of source(count)) sink.value = data;
  },
  'async iteration of objects': async (count) => {
    for await (const data of objects(count)) sink.value = data;
  },
  'on data': (count) => new Promise((resolve) => {
    source(count).on('data', (data) => { sink.value = data; })
      .on('end', resolve);
  }),
  'write with callback': (count) => new Promise((resolve) => {
    const writable = drain();
    let left = count;
    const next = () => {
      if (left-- === 0) writable.end(resolve);
      else writable.write(chunk, next);
    };
    next();
  }),
  'Readable.from': async (count) => {
    function* numbers() { for (let i = 1; i <= count; i++) yield i; }
    for await (const data of stream.Readable.from(numbers())) sink.value = data;
  },
});
