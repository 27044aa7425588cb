'use strict';
const sum = require('./sum.js');
jest.mock('./rate.js', () => ({ rate: jest.fn(() => 10) }));
const { rate } = require('./rate.js');

test('uses the mock', () => {
  expect(sum(1, 2)).toBe(30);
  expect(rate).toHaveBeenCalledTimes(1);
});
test('has fake timers', () => {
  jest.useFakeTimers();
  const called = jest.fn();
  setTimeout(called, 1e6);
  jest.advanceTimersByTime(1e6);
  expect(called).toHaveBeenCalled();
});
test.each([[1, 1], [2, 4]])('squares %i', async (n, square) => {
  await expect(Promise.resolve(n * n)).resolves.toEqual(square);
});
test('matches a snapshot', () => {
  expect({ a: [1, new Map([['k', 'v']])] }).toMatchInlineSnapshot(`
{
  "a": [
    1,
    Map {
      "k" => "v",
    },
  ],
}
`);
});
