const definite =
  /^\$(?:\.[\p{L}_$][\p{L}\p{N}_$-]*|\[\d+\]|\['(?:[^'\\]|\\.)*'\]|\["(?:[^"\\]|\\.)*"\])*$/u;

/**
 * Whether a JSONPath names one place by its members and indexes alone: no wildcard, slice, union, descent or filter,
 * whose matches may be several and may be others after a change.
 */
export const isDefinitePath = (path: string): boolean => definite.test(path);
