/** What the cloud says later of provisional answers; listens only while one is waited for. */
import {endings, inference} from './api.js';

export class Refinements {
  #waiting = new Set();
  #events = null;
  #onEnd;

  constructor(onEnd) {
    this.#onEnd = onEnd;
  }

  async await(id) {
    this.#waiting.add(id);
    this.#events ??= endings(ended => this.#ended(ended));
    // It may have ended before the edge knew that we listen.
    this.#events.addEventListener('open', () => this.#look(id), {once: true});
    await this.#look(id);
  }

  async #look(id) {
    const now = await inference(id).catch(() => null);
    if (now !== null && now.state !== 'pending') {
      this.#ended(now);
    }
  }

  #ended(ended) {
    if (!this.#waiting.delete(ended.id)) {
      return;
    }
    this.#onEnd(ended);
    if (this.#waiting.size === 0) {
      this.#events?.close();
      this.#events = null;
    }
  }
}
