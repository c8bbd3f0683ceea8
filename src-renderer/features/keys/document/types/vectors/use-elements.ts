import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import {
  similarCommand,
  type SimilarQuestion,
} from '../../../../../../src-shared/vector-commands.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import type { ElementRow } from './ElementsTable.tsx';

export interface FoundElements {
  readonly rows: readonly ElementRow[];
  readonly words: string;
  readonly command: string;
  /** There are more, and others come next time. */
  readonly isSample: boolean;
  readonly hasScores: boolean;
}

const toRow = (element: Uint8Array, score: string | null): ElementRow => ({
  id: toBinaryString(element),
  element,
  score,
});

/** Some elements, or with a question those that answer it. */
export function useElements(props: ValueProps, question: SimilarQuestion | null) {
  const { connection, keyName } = props;
  const client = useClient();
  const named = { connection: connection.id, key: keyName };
  const asked = question === null ? '' : commandLine(similarCommand(keyName, question));
  return useRead<FoundElements>({
    variant: asked,
    revision: props.revision,
    onGone: props.onGone,
    read: async (signal) => {
      if (question !== null) {
        const result = await client.call('vectors.similar', { ...named, ...question }, { signal });
        if (!result.ok) return result;
        const rows = result.value.found.map(({ element, score }) => toRow(element, score));
        const words = formatCountOf(rows.length, 'similar element');
        return ok({ rows, words, command: asked, isSample: false, hasScores: true });
      }
      const count = LIMITS.pageElements;
      const result = await client.call('vectors.sample', { ...named, count }, { signal });
      if (!result.ok) return result;
      const { elements, total } = result.value;
      const isSample = elements.length < total;
      const all = formatCountOf(total, 'element');
      return ok({
        rows: elements.map((element) => toRow(element, null)),
        words: isSample ? `a random sample: ${formatCount(elements.length)} of ${all}` : all,
        command: commandLine(['vrandmember', keyName, String(elements.length)]),
        isSample,
        hasScores: false,
      });
    },
  });
}
