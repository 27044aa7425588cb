'use strict';

/**
 * A binary heap of objects ordered by their `expiry`. Each knows its place
 * (`heapIndex`, 1-based; 0: not in the heap), so that one can be moved or taken
 * out without a search.
 */
class PriorityQueue {
  #heap = [undefined]; // starts at 1: children of i are 2i and 2i + 1

  /** The item with the smallest expiry, or undefined. */
  peek() {
    return this.#heap[1];
  }

  insert(item) {
    this.#heap.push(item);
    this.#rise(item, this.#heap.length - 1);
  }

  remove(item) {
    const index = item.heapIndex;
    const last = this.#heap.pop();
    item.heapIndex = 0;
    if (last === item) return;
    if (last.expiry < item.expiry) this.#rise(last, index);
    else this.#sink(last, index);
  }

  /** To be called when an item's expiry has grown. */
  moveBack(item) {
    this.#sink(item, item.heapIndex);
  }

  #rise(item, index) {
    const heap = this.#heap;
    while (index > 1) {
      const parentIndex = index >> 1;
      const parent = heap[parentIndex];
      if (parent.expiry <= item.expiry) break;
      heap[index] = parent;
      parent.heapIndex = index;
      index = parentIndex;
    }
    heap[index] = item;
    item.heapIndex = index;
  }

  #sink(item, index) {
    const heap = this.#heap;
    const { length } = heap;
    for (;;) {
      let childIndex = index * 2;
      if (childIndex >= length) break;
      if (childIndex + 1 < length &&
          heap[childIndex + 1].expiry < heap[childIndex].expiry) {
        childIndex++;
      }
      const child = heap[childIndex];
      if (item.expiry <= child.expiry) break;
      heap[index] = child;
      child.heapIndex = index;
      index = childIndex;
    }
    heap[index] = item;
    item.heapIndex = index;
  }
}

module.exports = { PriorityQueue };
