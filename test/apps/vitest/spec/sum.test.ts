import { describe, expect, it, vi } from 'vitest';
import { sum } from './sum';

describe('sum', () => {
  it('adds', () => expect(sum(1, 2)).toBe(3));
  it('spies', () => {
    const spy = vi.fn((n: number) => n + 1);
    expect(spy(1)).toBe(2);
    expect(spy).toHaveBeenCalledWith(1);
  });
  it('has fake timers', () => {
    vi.useFakeTimers();
    const called = vi.fn();
    setTimeout(called, 1e6);
    vi.advanceTimersByTime(1e6);
    expect(called).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });
});
