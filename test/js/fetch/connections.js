'use strict';
const assert = require('node:assert');
const channels = require('node:diagnostics_channel');
const { runSelf, test, withServer } = require('./run.js');

test('a thousand requests after one another take two connections at most', () => {
  const sockets = new Set();
  return withServer((request, response) => {
    sockets.add(request.socket);
    response.end('answer');
  }, async (url) => {
    for (let i = 0; i < 1000; i++) {
      assert.strictEqual(await (await fetch(url)).text(), 'answer');
    }
    assert.ok(sockets.size <= 2, `${sockets.size} connections`);
  });
});

test('many at once are all answered', () =>
  withServer((request, response) => response.end(request.url), async (url) => {
    const texts = await Promise.all(Array.from({ length: 100 }, async (_, i) =>
      (await fetch(`${url}/${i}`)).text()));
    assert.deepStrictEqual(texts, texts.map((_, i) => `/${i}`));
  }));

test('an idle connection does not keep the process', () =>
  withServer((request, response) => response.end('done'), async (url) => {
    const printed = await runSelf('-e', `
      fetch('${url}').then((response) => response.text()).then(console.log)`);
    assert.strictEqual(printed, 'done');
  }));

test('its steps are told on channels', () =>
  withServer((request, response) => response.end('x'), async (url) => {
    const told = [];
    const names = [
      'undici:request:create', 'undici:client:connected',
      'undici:client:sendHeaders', 'undici:request:headers',
      'undici:request:trailers',
    ];
    const note = (message, name) => told.push(name);
    for (const name of names) channels.subscribe(name, note);
    await (await fetch(url)).text();
    for (const name of names) channels.unsubscribe(name, note);
    assert.deepStrictEqual(told.sort(), names.sort());
  }));

test('resources are timed', () =>
  withServer((request, response) => response.end('x'), async (url) => {
    const seen = Promise.withResolvers();
    const observer = new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName(`${url}/timed`);
      if (entry !== undefined) seen.resolve(entry);
    });
    observer.observe({ entryTypes: ['resource'] });
    await (await fetch(`${url}/timed`)).text();
    const entry = await seen.promise;
    observer.disconnect();
    assert.strictEqual(entry.initiatorType, 'fetch');
    assert.ok(entry.responseEnd >= entry.startTime);
  }));
