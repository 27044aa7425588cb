'use strict';
// A Date whose now is the mocked time.

/**
 * @param {{now: number}} clock
 * @returns {Function} what stands for the global Date
 */
function makeMockDate(clock) {
  const RealDate = globalThis.Date;
  function MockDate(...args) {
    if (new.target === undefined) return new RealDate(clock.now).toString();
    const target = new.target === MockDate ? RealDate : new.target;
    return Reflect.construct(
      RealDate, args.length === 0 ? [clock.now] : args, target);
  }
  const hidden = (value) => ({
    configurable: true, enumerable: false, value, writable: true,
  });
  Object.defineProperties(MockDate, {
    ...Object.getOwnPropertyDescriptors(RealDate),
    now: hidden(function now() { return clock.now; }),
    toString: hidden(function toString() { return RealDate.toString(); }),
    isMock: { configurable: true, enumerable: true, value: true },
  });
  return MockDate;
}

module.exports = { makeMockDate };
