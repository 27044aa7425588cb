'use strict';
const assert = require('assert');
const { test } = require('../harness.js');
const { runTests } = require('./run.js');

const results = (source, options) => runTests(source, options).results;

test('a test passes, throws, rejects, or calls back with an error', () => {
  assert.deepStrictEqual(results(`
    test('a', () => {});
    test('b', () => { throw new Error('b'); });
    test('c', async () => { throw new Error('c'); });
    test('d', (t, done) => setImmediate(done));
    test('e', (t, done) => setImmediate(done, new Error('e')));
    test('f', async (t, done) => done());
    test('g', (t, done) => { done(); done(); });`), [
    'ok a', 'not ok b: testCodeFailure', 'not ok c: testCodeFailure', 'ok d',
    'not ok e: testCodeFailure', 'not ok f: callbackAndPromisePresent',
    'not ok g: multipleCallbackInvocations',
  ]);
});

test('the exit code says whether tests failed', () => {
  assert.strictEqual(runTests("test('a', () => {})").status, 0);
  assert.strictEqual(runTests("test('a', () => { throw 1 })").status, 1);
  assert.strictEqual(
    runTests("test.todo('a', () => { throw 1 })").status, 0);
});

test('it is only there with the prefix node:', () => {
  assert.throws(() => require('test'), { code: 'MODULE_NOT_FOUND' });
  assert.strictEqual(typeof require('node:test').run, 'function');
});

test('tests run one after another, in the order of their declaration', () => {
  const { stdout } = runTests(`
    test('a', async () => { await null; console.log('a'); });
    test('b', () => console.log('b'));
    console.log('declared');`);
  assert.match(stdout, /^declared\na\nb\n/);
});

test('a parent fails with its subtests, and waits for them', () => {
  assert.deepStrictEqual(results(`
    test('p', (t) => {
      t.test('x', () => new Promise((done) => setTimeout(done, 5)));
      t.test('y', () => { throw new Error('y'); });
    });`), ['ok x', 'not ok y: testCodeFailure', 'not ok p: subtestsFailed']);
});

test('a suite declares first and runs then', () => {
  const { stdout, results } = runTests(`
    describe('s', () => {
      it('a', () => console.log('a'));
      describe('inner', () => { it('b', () => console.log('b')); });
      console.log('declared');
    });`);
  assert.match(stdout, /^declared\na\nb\n/);
  assert.deepStrictEqual(results, ['ok a', 'ok b', 'ok inner', 'ok s']);
});

test('hooks run around tests, the outer ones further out', () => {
  const { stdout } = runTests(`
    const say = (text) => () => console.log(text);
    before(say('before all'));
    describe('s', () => {
      before(say('before'));
      after(say('after'));
      beforeEach(say('beforeEach'));
      afterEach(say('afterEach'));
      it('a', say('a'));
      it('b', say('b'));
    });
    after(say('after all'));`);
  assert.deepStrictEqual(stdout.split('\n{')[0].split('\n'), [
    'before all', 'before', 'beforeEach', 'a', 'afterEach', 'beforeEach', 'b',
    'afterEach', 'after', 'after all']);
});

test('a hook that throws fails what it belongs to', () => {
  assert.deepStrictEqual(results(`
    describe('s', () => {
      before(() => { throw new Error('x'); });
      it('a', () => {});
    });
    describe('t', () => {
      beforeEach(() => { throw new Error('x'); });
      it('b', () => {});
    });`), [
    'not ok a: cancelledByParent', 'not ok s: hookFailed',
    'not ok b: hookFailed', 'not ok t: subtestsFailed']);
});

test('timeouts and signals end a test', () => {
  assert.deepStrictEqual(results(`
    test('a', { timeout: 5 }, () => new Promise(() => {}));
    test('b', { signal: AbortSignal.timeout(5) }, () => new Promise(() => {}));
    test('c', { signal: AbortSignal.abort() }, () => {});
    test('d', { timeout: 5 }, async (t) => {
      await t.test('inner', () => new Promise(() => {}));
    });`), [
    'not ok a: testTimeoutFailure', 'not ok b: testAborted',
    'not ok c: testAborted', 'not ok inner: cancelledByParent',
    'not ok d: testTimeoutFailure']);
});

test('exceptions that nobody catches are the running test\'s', () => {
  const { events, results, status } = runTests(`
    test('a', () => new Promise(() => setImmediate(() => { throw 1; })));
    test('b', () => new Promise(() => { Promise.reject(1); }));
    test('c', () => { setImmediate(() => { throw new Error('late'); }); });`);
  assert.deepStrictEqual(results, [
    'not ok a: uncaughtException', 'not ok b: unhandledRejection', 'ok c']);
  assert.strictEqual(status, 1);
  assert.ok(events.some(({ type, data }) => type === 'test:diagnostic' &&
    /Test "c" at program.js.* generated asynchronous activity after/
      .test(data.message)));
});

test('a seed gives one order of tests and subtests again', () => {
  const order = (seed) => results(
    `for (const name of 'abcde') test(name, () => {});
     test('outer', (t) => { for (const name of 'xyz') t.test(name, () => {}); });`,
    [`--test-random-seed=${seed}`]).map((text) => text.slice(3)).join(' ');
  assert.strictEqual(order(1), order(1));
  assert.notStrictEqual(order(1), order(2));
  assert.deepStrictEqual(order(1).split(' ').sort(),
                         ['a', 'b', 'c', 'd', 'e', 'outer', 'x', 'y', 'z']);
});

test('skip and todo mean yes unless they are false or undefined', () => {
  assert.deepStrictEqual(results(`
    test('a', { skip: '' }, () => { throw 1; });
    test('b', { skip: false, todo: undefined }, () => {});
    test('c', { todo: null }, () => {});`), ['ok a', 'ok b', 'ok c']);
  assert.strictEqual(
    runTests("test('a', { todo: '' }, () => { throw 1; });").status, 0);
});

test('skip, todo and expectFailure', () => {
  const { events } = runTests(`
    test('a', { skip: 'why' }, () => { throw 1; });
    test('b', (t) => { t.todo('later'); throw 1; });
    test.expectFailure('c', () => { throw 1; });
    test('d', { expectFailure: /x/ }, () => { throw new Error('y'); });`);
  const shown = events.filter(({ type }) => type === 'test:pass' ||
    type === 'test:fail').map(({ type, data: { skip, todo, expectFailure } }) =>
    [type, skip ?? todo ?? expectFailure]);
  assert.deepStrictEqual(shown, [
    ['test:pass', 'why'], ['test:fail', 'later'], ['test:pass', true],
    ['test:fail', true]]);
});

test('a plan counts assertions and subtests', () => {
  assert.deepStrictEqual(results(`
    test('a', (t) => { t.plan(2); t.assert.ok(1); t.test('x'); });
    test('b', (t) => { t.plan(1); });
    test('c', (t) => {
      t.plan(1, { wait: true });
      setTimeout(() => t.assert.ok(1), 5);
    });`), ['ok x', 'ok a', 'not ok b: testCodeFailure', 'ok c']);
});

test('names, tags and only choose tests', () => {
  const source = `
    describe('outer', () => { it('one', { tags: ['T'] }, () => {}); it('two'); });
    test('three', { only: true }, () => {});`;
  const chosen = (option) => results(source, ['--no-warnings', option]);
  assert.deepStrictEqual(chosen('--test-name-pattern=/ONE/i'),
                         ['ok one', 'ok outer']);
  assert.deepStrictEqual(chosen('--test-name-pattern=outer two'),
                         ['ok two', 'ok outer']);
  assert.deepStrictEqual(chosen('--test-skip-pattern=outer'), ['ok three']);
  assert.deepStrictEqual(chosen('--test-only'), ['ok three']);
  assert.deepStrictEqual(chosen('--experimental-test-tag-filter=t'),
                         ['ok one', 'ok outer']);
});
