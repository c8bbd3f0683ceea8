import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFocus, moveToPart } from './keep-focus.ts';

let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = `
    <nav data-part><button id="keys"></button><button id="live" aria-current="page"></button></nav>
    <main data-part>
      <div data-panel><button id="new"></button><div class="rows" id="list" tabindex="0"></div></div>
      <div data-panel>
        <button id="tab"></button>
        <div data-panel><button id="sort"></button><div class="rows" id="value" tabindex="0"></div></div>
        <section id="bar"><button id="save"></button></section>
      </div>
    </main>
    <footer data-part><span></span></footer>
    <div data-part><button id="undo"></button></div>`;
  stop = keepFocus();
});
afterEach(() => stop());

const the = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
};
const focused = (): string => document.activeElement?.id ?? '';

/** As Chromium does it; jsdom says nothing of what goes with its element. */
async function remove(id: string): Promise<void> {
  const { activeElement } = document;
  const isLost = the(id).contains(activeElement);
  the(id).remove();
  if (isLost) {
    const lost = new FocusEvent('focusout', { bubbles: true });
    Object.defineProperty(lost, 'target', { value: activeElement });
    document.dispatchEvent(lost);
  }
  await new Promise((done) => setTimeout(done));
}

it('goes from part to part and round, to where it was in each, past those with nothing to focus', () => {
  the('new').focus();
  const seen: string[] = [];
  for (let i = 0; i < 5; i++) {
    moveToPart(1);
    seen.push(focused());
  }
  expect(seen).toEqual(['value', 'undo', 'live', 'new', 'value']);
  moveToPart(-1);
  expect(focused()).toBe('new');
  the('tab').focus();
  moveToPart(1);
  expect(focused()).toBe('value');
  the('keys').focus();
  moveToPart(-1);
  expect(focused()).toBe('undo');
});

it('begins at the rows, and does nothing over a dialog', () => {
  moveToPart(1);
  expect(focused()).toBe('list');
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');
  document.body.append(dialog);
  moveToPart(1);
  expect(focused()).toBe('list');
});

it('goes back to the rows when the bar below them goes, wherever it was before', async () => {
  the('list').focus();
  the('value').focus();
  the('save').focus();
  await remove('bar');
  expect(focused()).toBe('value');
});

it('stays in the part of what went, though it was elsewhere before', async () => {
  the('list').focus();
  the('sort').focus();
  await remove('sort');
  expect(focused()).toBe('value');
});

it('stays in the part around it where the inner one went too', async () => {
  the('undo').focus();
  the('tab').focus();
  the('list').focus();
  document.querySelector('[data-panel]')?.setAttribute('id', 'side');
  await remove('side');
  expect(focused()).toBe('tab');
  document.querySelector('main > [data-panel]')?.setAttribute('id', 'rest');
  await remove('rest');
  expect(document.activeElement).toBe(document.body);
});

it('does not leave the part of a tab that was closed', async () => {
  the('list').focus();
  const tab = the('tab');
  tab.setAttribute('role', 'tab');
  tab.parentElement?.replaceChildren(tab);
  tab.focus();
  await remove('tab');
  expect(document.activeElement).toBe(document.body);
});

it('goes back to what had the focus before a dialog', async () => {
  the('list').focus();
  const dialog = document.createElement('div');
  dialog.id = 'dialog';
  dialog.setAttribute('role', 'dialog');
  dialog.innerHTML = '<input id="name">';
  document.body.append(dialog);
  the('name').focus();
  await remove('dialog');
  expect(focused()).toBe('list');
});

it('leaves alone what was left on purpose', async () => {
  the('list').focus();
  the('new').focus();
  the('new').blur();
  await new Promise((done) => setTimeout(done));
  expect(document.activeElement).toBe(document.body);
});

it('goes to the rows of the view that comes in place of another', async () => {
  const list = the('list');
  list.focus();
  const main = document.querySelector('main');
  main?.replaceChildren();
  const lost = new FocusEvent('focusout', { bubbles: true });
  Object.defineProperty(lost, 'target', { value: list });
  document.dispatchEvent(lost);
  await new Promise((done) => setTimeout(done));
  main?.insertAdjacentHTML('beforeend', '<button id="again"></button>');
  await new Promise((done) => setTimeout(done));
  expect(document.activeElement).toBe(document.body);
  main?.insertAdjacentHTML('beforeend', '<div class="rows" id="rows" tabindex="0"></div>');
  await new Promise((done) => setTimeout(done));
  expect(focused()).toBe('rows');
});
