import { type ComponentPropsWithRef, createContext, use } from 'react';

/** What is said after the names of all regions inside: where two of the same are on screen, they must be told apart. */
export const RegionSuffix = createContext('');

export interface RegionProps extends ComponentPropsWithRef<'section'> {
  readonly 'aria-label': string;
}

/** A part of the screen with a name of its own. */
export function Region({ 'aria-label': label, ...rest }: RegionProps) {
  return <section {...rest} aria-label={label + use(RegionSuffix)} />;
}
