import { type Reply, toFields, toTextOrNull } from './reply.ts';

/**
 * Whether nothing can be written, by what ACL GETUSER says of a user. Its rules hold in their order: all that writes is taken
 * away, modules' commands too, and nothing is given after it, nor by a selector. Anything else is not certain: false.
 */
export function mayNotWrite(user: Reply): boolean {
  if (!Array.isArray(user)) return false;
  const fields = toFields(user);
  const selectors = fields.get('selectors');
  if (Array.isArray(selectors) && selectors.length > 0) return false;
  const rules = (toTextOrNull(fields.get('commands') ?? null) ?? '').split(' ');
  const taken = rules.lastIndexOf('-@write');
  return taken >= 0 && !rules.slice(taken).some((rule) => rule.startsWith('+'));
}
