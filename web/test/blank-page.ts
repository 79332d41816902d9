import { vi } from 'vitest';

/** An empty document for a page of ours, with what jsdom lacks. */
export function blankPage() {
  vi.stubGlobal('scrollTo', vi.fn());
  // jsdom knows the element but not its methods.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  document.documentElement.lang = 'en';
  document.title = 'Test';
  document.body.innerHTML = '<div id="app"></div>';
}
