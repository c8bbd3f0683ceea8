// Two cores run the real servers beside these tests: what takes 50 ms alone may then take a second and more.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react');
  configure({ asyncUtilTimeout: 10_000 });
}
