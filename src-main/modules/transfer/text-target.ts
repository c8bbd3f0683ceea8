import type { Target } from './write-key.ts';

/** Lines of one key in memory: a preview, or a small key that is read beside others. */
export class TextTarget implements Target {
  #text = '';

  get text(): string {
    return this.#text;
  }

  get position(): number {
    return this.#text.length;
  }

  async write(text: string): Promise<void> {
    this.#text += text;
  }

  async backTo(position: number): Promise<void> {
    this.#text = this.#text.slice(0, position);
  }
}
