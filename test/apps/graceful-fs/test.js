'use strict';
const assert = require('node:assert');
const path = require('node:path');
const real = require('node:fs');
const fs = require('graceful-fs');
const { test, folder, execute } = require('../app.js');

const root = folder('graceful');

test('waits when there are too many open files', async () => {
  for (let i = 0; i < 400; i++) real.writeFileSync(path.join(root, `f${i}`), `${i}`);
  const program = `
    const fs = require('graceful-fs');
    let left = 400;
    for (let i = 0; i < 400; i++) {
      fs.open(${JSON.stringify(root)} + '/f' + i, 'r', (error, fd) => {
        if (error) throw error;
        setTimeout(() => fs.close(fd, () => { if (--left === 0) console.log('all'); }), 5);
      });
    }`;
  const { stdout, stderr } = await execute('sh',
    ['-c', 'ulimit -n 100; exec node -e "$0"', program]);
  assert.strictEqual(stdout, 'all\n', stderr);
});
test('can take the place of fs', () => {
  const copy = { ...real };
  fs.gracefulify(copy);
  assert.strictEqual(copy.readFileSync(path.join(root, 'f7'), 'utf8'), '7');
});
test('has the streams and functions of fs', async () => {
  const file = path.join(root, 'stream');
  await new Promise((resolve, reject) => fs.createWriteStream(file)
    .on('finish', resolve).on('error', reject).end('text'));
  let text = '';
  for await (const chunk of fs.createReadStream(file, 'utf8')) text += chunk;
  assert.strictEqual(text, 'text');
  assert.ok(fs.statSync(file) instanceof fs.Stats);
});
