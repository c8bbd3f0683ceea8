/** The promise, or an error that says what did not come about in time. */
export function within(ms, promise, what) {
  const late = Promise.withResolvers();
  const timer = setTimeout(() => late.reject(new Error(`${what}: not within ${ms / 1000} s`)), ms);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
