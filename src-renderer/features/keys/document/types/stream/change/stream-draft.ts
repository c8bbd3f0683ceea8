import type { StreamChange } from '../../../../../../../src-shared/contract/stream-changes.ts';
import type { ChangeDraft } from '../../change/change-draft.ts';

/** A change of a stream that is being written: nothing has been sent. */
export type StreamDraft = ChangeDraft<StreamChange>;
