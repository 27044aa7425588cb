'use strict';

const dns = require('node:dns');

const { measure, sink, sizes } = require('../measure.js');

measure({
  'lookup localhost': (count) => new Promise((resolve, reject) => {
    let left = count;
    const next = (error, address) => {
      if (error) return reject(error);
      sink.value = address;
      if (--left < 0) resolve();
      else dns.lookup('localhost', next);
    };
    next(null, null);
  }),
  ...sizes('lookup localhost, {N} at a time', (many) => async (count) => {
    for (let i = 0; i < count; i++) {
      sink.value = await Promise.all(Array.from({ length: many }, () =>
        dns.promises.lookup('localhost')));
    }
  }, [1, 10, 100]),
  'promises.lookup localhost': async (count) => {
    for (let i = 0; i < count; i++) {
      sink.value = await dns.promises.lookup('localhost');
    }
  },
});
