import { keyCaps } from './key-caps.ts';

/** A shortcut as key caps. Decoration: the control beside it carries the name. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="kbds" aria-hidden="true">
      {keyCaps(keys).map((cap) => (
        <span key={cap} className="kbd">
          {cap}
        </span>
      ))}
    </span>
  );
}
