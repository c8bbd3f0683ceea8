import { TriangleAlert } from 'lucide-react';
import { type JsonText, parseJsonText } from '../../../../../../src-shared/json-text.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Icon } from '../../../../../ui/Icon.tsx';
import { compactJson, prettyJson } from '../../json/json-layout.ts';
import type { JsonCheck } from '../../json/use-json-check.ts';
import type { EditDraft } from './edit-draft.ts';

/** The text to be checked as JSON: it was some, or it is begun like some; null: it has nothing to do with JSON. */
export function jsonTextOf({ isJson }: EditDraft, text: string): string | null {
  if (isJson === undefined) return null;
  return isJson || /^\s*[{[]/.test(text) ? text : null;
}

export interface JsonDraftProps {
  readonly text: string;
  readonly check: JsonCheck;
  /** It was JSON as it was read. */
  readonly wasJson: boolean;
  readonly isReadOnly: boolean;
  readonly onWrite: (text: string) => void;
}

function Verdict({ check, wasJson }: Pick<JsonDraftProps, 'check' | 'wasJson'>) {
  if (check.is !== 'wrong')
    return (
      <span className="text-text-3">
        {check.is === 'json' ? 'Valid JSON' : 'Checking the JSON'}
      </span>
    );
  if (!wasJson) return <span className="text-text-3">Not valid JSON: {check.reason}</span>;
  return (
    <span className="flex items-center gap-1.5 text-warning">
      <Icon icon={TriangleAlert} size={12} />
      Not valid JSON any more: {check.reason}
    </span>
  );
}

/** Whether a text is JSON, and the two ways to lay it out: names, strings and numbers stay as they are written. */
export function JsonDraft({ text, check, wasJson, isReadOnly, onWrite }: JsonDraftProps) {
  const reason =
    check.is === 'json'
      ? null
      : check.is === 'wrong'
        ? `Only of valid JSON: ${check.reason}`
        : 'It is being read';
  const layOut = (write: (json: JsonText) => string): void => {
    const parsed = parseJsonText(text);
    if (parsed.ok && !isReadOnly) onWrite(write(parsed.json));
  };
  return (
    <div className="mb-1.5 flex items-center gap-2 text-12">
      <span role="status" className="selectable">
        <Verdict check={check} wasJson={wasJson} />
      </span>
      <Button
        size="sm"
        tone="ghost"
        disabledReason={reason}
        onClick={() => {
          layOut(prettyJson);
        }}
      >
        Format
      </Button>
      <Button
        size="sm"
        tone="ghost"
        disabledReason={reason}
        onClick={() => {
          layOut(({ source }) => compactJson(source));
        }}
      >
        Compact
      </Button>
    </div>
  );
}
