import type { Environment } from '../../src-shared/contract/connections.ts';

const names: Readonly<Record<Environment, string>> = {
  local: 'Local',
  staging: 'Staging',
  production: 'Production',
};

/** Sets --env and --envf for what is inside: the title bar, a confirmation's head. */
export const environmentClass = (environment: Environment): string => `env-${environment}`;

export const environmentName = (environment: Environment): string => names[environment];

export function EnvTag({ environment }: { readonly environment: Environment }) {
  return <span className={`env ${environmentClass(environment)}`}>{names[environment]}</span>;
}
