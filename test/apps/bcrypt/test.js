'use strict';
const assert = require('node:assert');
const bcrypt = require('bcrypt');
const { test } = require('../app.js');

test('hashes and compares, in step and not', async () => {
  const hash = await bcrypt.hash('secret', 4);
  assert.match(hash, /^\$2b\$04\$.{53}$/);
  assert.strictEqual(await bcrypt.compare('secret', hash), true);
  assert.strictEqual(bcrypt.compareSync('wrong', hash), false);
});
test('knows a hash made elsewhere', () => {
  const hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
  assert.strictEqual(bcrypt.compareSync('U*U', hash), true);
});
test('calls back with errors', async () => {
  await assert.rejects(bcrypt.hash('x', 'no salt'), /Invalid salt/);
});
