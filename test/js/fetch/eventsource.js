'use strict';
const assert = require('node:assert');
const { runSelf, test, withServer } = require('./run.js');

test('events come by their names, and again after a break', () => {
  let count = 0;
  return withServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const last = request.headers['last-event-id'] ?? 'none';
    response.end(`retry: 1\nid: ${++count}\nevent: told\n` +
                 `data: last was ${last}\ndata: two lines\n\n`);
  }, async (url) => {
    const printed = await runSelf('--experimental-eventsource', '-e', `
      const source = new EventSource('${url}');
      const alive = setInterval(() => {}, 1000); // waiting to connect does not
      let count = 0;
      source.addEventListener('told', (event) => {
        console.log(JSON.stringify([event.data, event.lastEventId,
                                    event instanceof MessageEvent]));
        if (++count < 2) return;
        source.close();
        clearInterval(alive);
      })`);
    assert.deepStrictEqual(printed.split('\n').map((line) => JSON.parse(line)), [
      ['last was none\ntwo lines', '1', true],
      ['last was 1\ntwo lines', '2', true],
    ]);
  });
});

test('an answer of another type is an error, and the end', () =>
  withServer((request, response) => response.end('text'), async (url) => {
    const printed = await runSelf('--experimental-eventsource', '-p', `
      const source = new EventSource('${url}');
      source.onerror = () => console.log(source.readyState === EventSource.CLOSED);
      source.readyState === EventSource.CONNECTING`);
    assert.strictEqual(printed, 'true\ntrue');
  }));
