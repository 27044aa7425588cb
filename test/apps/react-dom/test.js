'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { Suspense, createElement: h, use, useState } = require('react');
const { renderToString, renderToPipeableStream, renderToReadableStream } =
  require('react-dom/server');
const { test, listen, ask } = require('../app.js');

function Counter({ start }) {
  const [count] = useState(start);
  return h('button', { className: 'c', onClick() {} }, 'count ', count);
}

test('renders to a string', () => {
  assert.strictEqual(renderToString(h(Counter, { start: 2 })),
                     '<button class="c">count <!-- -->2</button>');
});
test('streams a page whose parts come later', async () => {
  const server = http.createServer((req, res) => {
    const later = new Promise((resolve) => setTimeout(resolve, 10, 'late text'));
    const Late = () => h('p', null, use(later));
    const { pipe } = renderToPipeableStream(
      h('html', null, h('body', null, h(Suspense, { fallback: 'loading' }, h(Late)))),
      { onShellReady() { res.setHeader('content-type', 'text/html'); pipe(res); } });
  });
  const { text } = await ask(await listen(server));
  assert.match(text, /^<!DOCTYPE html><html>.*loading/s);
  assert.match(text, /<p>late text<\/p>/);
});
test('renders to a web stream', async () => {
  const stream = await renderToReadableStream(h(Counter, { start: 1 }));
  assert.match(await new Response(stream).text(), /count <!-- -->1/);
});
