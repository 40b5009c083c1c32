/** The edge's own figures, every two seconds while the page is seen. */
import {$} from './elements.js';
import {summary} from './api.js';
import {bytes, millis} from './words.js';

const EVERY_MS = 2000;

const BREAKER = {
  CLOSED: ['closed', 'good'],
  OPEN: ['open: cloud not asked', 'bad'],
  HALF_OPEN: ['half-open: trying', 'middling'],
  FORCED_OPEN: ['forced open', 'bad'],
  DISABLED: ['disabled', 'middling'],
};

export class Strip {
  #timer;
  #onSummary;

  /** @param onSummary called with each summary */
  constructor(onSummary) {
    this.#onSummary = onSummary;
    document.addEventListener('visibilitychange', () => this.refresh());
    this.refresh();
  }

  /** Now, and from now on; not while the tab is hidden. */
  async refresh() {
    clearTimeout(this.#timer);
    if (document.hidden) {
      return;
    }
    const mine = this.#timer = setTimeout(() => this.refresh(), EVERY_MS);
    try {
      const figures = await summary();
      if (mine === this.#timer) {
        show(figures);
        this.#onSummary(figures);
      }
    } catch {
      breaker('edge does not answer', 'bad');
    }
  }
}

function show({requests, answers, localExitRate, latencyMs, bytes: travelled, breaker: state, outbox}) {
  const answered = Object.values(answers).some(count => count > 0);
  $('strip-requests').textContent = requests.toLocaleString('en');
  $('strip-exits').textContent = answered ? `${localExitRate.toFixed(1)} %` : '–';
  $('strip-edge').textContent = latencyMs.edge.p50 ? millis(latencyMs.edge.p50) : '–';
  $('strip-cloud').textContent = latencyMs.cloud.p50 ? millis(latencyMs.cloud.p50) : '–';
  $('strip-sent').textContent = bytes(travelled.sent);
  $('strip-images').textContent = bytes(travelled.image);
  $('strip-waiting').hidden = !outbox.enabled;
  $('strip-pending').textContent = outbox.pending;
  breaker(...BREAKER[state] ?? [state, 'middling']);
}

/** Written only when it changes: screen readers read it out. */
function breaker(words, mood) {
  const place = $('strip-breaker');
  if (place.textContent !== words) {
    place.textContent = words;
    place.dataset.mood = mood;
  }
}
