/** The last requests of this page, the newest first. */
import {$, element} from './elements.js';
import {bytes, millis, percent} from './words.js';

const MOST = 8;

export class Requests {
  #rows = new Map();

  /** @param url of the image; the list drops it when it drops the row */
  add(answer, url) {
    const refined = element('td', {'class': 'name', title: answer.label}, answer.label);
    const row = element('tr', {'data-exit': answer.exit},
      element('td', {}, element('img', {src: url, alt: 'What was asked', width: 32, height: 32})),
      refined,
      element('td', {}, percent(answer.confidence)),
      element('td', {}, element('span', {'class': 'exit'}, answer.exit)),
      element('td', {}, answer.reason),
      element('td', {}, answer.decision.policy + wish(answer.decision)),
      element('td', {}, millis(answer.latencyMs.total)),
      element('td', {}, bytes(answer.bytes.sent)));
    const list = $('requests');
    list.querySelector('.none')?.remove();
    list.prepend(row);
    this.#rows.set(row, {url, id: answer.id, refined});
    while (list.rows.length > MOST) {
      const oldest = list.rows[MOST];
      const {url} = this.#rows.get(oldest);
      this.#rows.delete(oldest);
      oldest.remove();
      if (![...this.#rows.values()].some(other => other.url === url)) {
        URL.revokeObjectURL(url);
      }
    }
  }

  /** Adds to a row what the cloud said later. */
  refine(ended) {
    for (const {id, refined} of this.#rows.values()) {
      if (id === ended.id) {
        refined.textContent = ended.state === 'refined'
          ? `${ended.provisional.label} \u2192 ${ended.refined.label}` : `${ended.provisional.label} (${ended.state})`;
      }
    }
  }
}

function wish({minConfidence}) {
  return minConfidence === null ? '' : ` \u2265 ${minConfidence}`;
}
