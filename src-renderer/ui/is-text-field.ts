const noText = ['checkbox', 'radio', 'button'];

/** Whether keys write there. */
export function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !noText.includes(target.type)) ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
