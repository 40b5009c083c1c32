/** The edge's own figures, every two seconds while the page is seen. */
import {$} from './elements.js';
import {summary} from './api.js';
import {bytes, millis, why} from './words.js';

const EVERY_MS = 2000;

const BREAKER = {
  CLOSED: ['closed', 'good'],
  OPEN: ['open: cloud not asked', 'bad'],
  HALF_OPEN: ['half-open: trying', 'middling'],
  FORCED_OPEN: ['forced open', 'bad'],
  DISABLED: ['disabled', 'middling'],
};

/** What the end of a call says of the cloud; all other outcomes are those of a cloud that was not reached. */
const REACHED = {
  'cloud-answered': ['reachable', 'good'],
  'image-refused': ['reachable', 'good'],
  'unknown-model': ['lacks this version', 'middling'],
  'fingerprint-mismatch': ['has another model', 'middling'],
  'cloud-error': ['answers with errors', 'bad'],
  'bad-answer': ['answers are damaged', 'bad'],
};

/** Reasons of fallbacks that say nothing of the cloud itself, and those of other answers. */
const FALLBACKS = ['breaker-open', 'overload', 'byte-budget', 'refused', 'timeout', 'connection-lost', 'cloud-error',
  'bad-answer', 'image-refused', 'fingerprint-mismatch', 'unknown-model', 'outbox-full', 'outbox-failed'];

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
      say('strip-breaker', 'edge does not answer', 'bad');
      say('strip-state', 'not known', 'middling');
    }
  }
}

function show({requests, answers, reasons, localExitRate, latencyMs, bytes: travelled, breaker, lastCall, outbox}) {
  const answered = Object.values(answers).some(count => count > 0);
  $('strip-requests').textContent = requests.toLocaleString('en');
  $('strip-exits').textContent = answered ? `${localExitRate.toFixed(1)} %` : '–';
  $('strip-edge').textContent = latencyMs.edge.p50 ? millis(latencyMs.edge.p50) : '–';
  $('strip-cloud').textContent = latencyMs.cloud.p50 ? millis(latencyMs.cloud.p50) : '–';
  $('strip-sent').textContent = bytes(travelled.sent);
  $('strip-images').textContent = bytes(travelled.image);
  $('strip-waiting').hidden = !outbox.enabled;
  $('strip-pending').textContent = outbox.pending;
  $('strip-fallbacks').textContent = answers['edge-fallback'].toLocaleString('en');
  $('strip-fallbacks').title = FALLBACKS.filter(reason => reasons[reason] > 0)
    .map(reason => `${reasons[reason]} times ${why(reason)}`).join('; ');
  say('strip-breaker', ...BREAKER[breaker] ?? [breaker, 'middling']);
  if (lastCall === null) {
    say('strip-state', 'not asked yet', 'none');
  } else {
    say('strip-state', ...REACHED[lastCall.outcome] ?? ['not reachable', 'bad']);
    $('strip-state').title = `${why(lastCall.outcome)}, at ${new Date(lastCall.at).toLocaleTimeString()}`;
  }
}

/** Written only when it changes: screen readers read it out. */
function say(id, words, mood) {
  const place = $(id);
  if (place.textContent !== words) {
    place.textContent = words;
    place.dataset.mood = mood;
  }
}
