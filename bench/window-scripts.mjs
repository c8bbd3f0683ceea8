// Scripts that run in the app's page; each is an expression that gives a promise.

/** Runs another script and gives the longest time between two frames meanwhile, in ms. */
export const longestFrame = (script) => `(async () => {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  const frame = (now) => {
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  await ${script};
  await new Promise(requestAnimationFrame);
  isOver = true;
  return longest;
})()`;

/** The list of names from its top to its end, a screen at each frame for two seconds, then to the end. */
export const scrollThrough = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const lists = [...document.querySelectorAll('[role="radio"]')];
  lists.find(({ textContent }) => textContent === 'List').click();
  const found = () => document.querySelector('[role="listbox"][aria-label="Keys"]');
  const isLong = (one) => one !== null && one.scrollHeight > one.clientHeight + 10_000;
  const longOne = () => [found(), found()?.parentElement ?? null].find(isLong);
  while (longOne() === undefined) await frame();
  const scrolled = longOne();
  for (let i = 0; i < 120; i++) {
    scrolled.scrollTop += 700;
    await frame();
  }
  scrolled.scrollTop = scrolled.scrollHeight;
  await frame();
  await frame();
})()`;

/** Types a text into the filter at once: ms until the line below says how many names it leaves. */
export const filterFor = (text) => `(async () => {
  const field = document.querySelector('input[aria-label="Filter keys"], input[type="search"]');
  const said = () => [...document.querySelectorAll('aside *, [aria-label="Keys"] *')]
    .filter((one) => one.children.length === 0 && /listed names/.test(one.textContent))
    .map((one) => one.parentElement.textContent).join();
  const set = (value) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  set('');
  while (said() !== '') await new Promise(requestAnimationFrame);
  const startedAt = performance.now();
  set(${JSON.stringify(text)});
  while (said() === '') await new Promise((done) => setTimeout(done));
  return performance.now() - startedAt;
})()`;

/** Until the palette's field is there. */
export const paletteOpen = `(async () => {
  while (document.querySelector('[role="dialog"] input') === null)
    await new Promise(requestAnimationFrame);
})()`;

/** Chooses the key of a name in the palette: ms until a region named \`shown\` has something in it. */
export const chooseKey = (name, shown) => `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const option = () => [...document.querySelectorAll('[role="dialog"] [role="option"]')]
    .find(({ textContent }) => textContent.includes(${JSON.stringify(name)}));
  while (option() === undefined) await frame();
  const startedAt = performance.now();
  option().click();
  const view = () => [...document.querySelectorAll('[aria-label^="${shown}"]')]
    .find((one) => one.closest('[hidden]') === null && one.textContent !== '');
  // A large document is not read without being asked.
  const loadAll = () =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Load all');
  while (view() === undefined) {
    loadAll()?.click();
    await frame();
  }
  return performance.now() - startedAt;
})()`;

/** Defines \`call\`: one request to main, as the client sends it. */
export const callMain = `
  const call = async (name, input) => {
    const result = await window.redstart.call({ id: crypto.randomUUID(), name, input });
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };`;
/** Defines `firstOf`: what `find` gives for the items of a stream of main, once it gives something; the stream is left then. */
export const streamOfMain = `
  const firstOf = (name, input, find) => new Promise((done, fail) => {
    const id = crypto.randomUUID();
    const onMessage = ({ data, ports: [port] }) => {
      if (data?.t !== 'rpc:port' || data.id !== id) return;
      window.removeEventListener('message', onMessage);
      port.onmessage = ({ data: { t, item, error } }) => {
        if (t !== 'item') return fail(new Error(error?.message ?? name + ' ended'));
        const found = find(item);
        port.postMessage(found === undefined ? { t: 'credit', n: 1 } : { t: 'cancel' });
        if (found !== undefined) done(found);
      };
      port.postMessage({ t: 'credit', n: 1 });
    };
    window.addEventListener('message', onMessage);
    window.redstart.openStream({ id, name, input });
  });`;
