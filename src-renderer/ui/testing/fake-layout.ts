const SIZE = { offsetWidth: 800, offsetHeight: 600, clientWidth: 800, clientHeight: 600 };

class FakeResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** jsdom has no layout: without a size, virtual rows draw nothing and Radix's menus throw. */
export function fakeLayout(): void {
  for (const [name, value] of Object.entries(SIZE))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  window.innerWidth = 1_440;
  globalThis.ResizeObserver = FakeResizeObserver;
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.scrollTo = () => {};
  HTMLElement.prototype.hasPointerCapture = () => false;
}
