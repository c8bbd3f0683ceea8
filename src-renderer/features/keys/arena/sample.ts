import { ROOT } from './folders.ts';
import type { KeySet } from './key-set.ts';

/** Enough to meet the types of a folder, few enough for a screen of folders in one pipeline. */
const PER_FOLDER = 4;

/** Some keys below each folder, from different folders in it where there are. */
export function sampleBelow(
  { folders, folderOf, names, types }: KeySet,
  wanted: readonly number[],
): number[] {
  if (wanted.length === 0) return [];
  const found = new Map<number, number[]>(wanted.map((folder) => [folder, []]));
  const take = (folder: number, key: number): void => {
    const keys = found.get(folder);
    if (keys === undefined || keys.length === PER_FOLDER || !types.isUnknown(key)) return;
    if (!keys.includes(key)) keys.push(key);
    if (keys.length === PER_FOLDER) open.delete(folder);
  };
  const open = new Set(wanted);
  for (const folder of wanted) take(folder, folders.samples[folder] ?? 0);
  for (let folder = ROOT + 1; folder < folders.count && open.size > 0; folder++)
    take(folders.parentOf(folder), folders.samples[folder] ?? 0);
  for (let key = 0; key < names.count && open.size > 0; key++) take(folderOf[key] ?? ROOT, key);
  return [...found.values()].flat();
}
