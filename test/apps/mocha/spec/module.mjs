import assert from 'node:assert';
it('is a module', () => assert.ok(import.meta.url));
