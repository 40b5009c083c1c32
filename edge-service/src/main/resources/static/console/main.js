/** The console: from a picture to an answer and all that is shown of it. */
import {$} from './elements.js';
import {infer, model} from './api.js';
import {showAnswer, showError, showRefinement} from './answer.js';
import {offerCamera} from './camera.js';
import {Pad} from './draw.js';
import {Echo} from './echo.js';
import {acceptFiles} from './files.js';
import {Path} from './path.js';
import {Easel} from './easel.js';
import {Refinements} from './refinements.js';
import {Requests} from './requests.js';
import {offerSamples} from './samples.js';
import {Seen} from './seen.js';
import {Strip} from './strip.js';
import {Threshold} from './threshold.js';

/** Channels of a picture in colour, which nobody can draw here. */
const COLOUR = 3;

/** The model that the samples are for, and whose digits drawings are made like. */
const DIGITS = 'mnist';

const path = new Path($('path'));
const echo = new Echo();
const requests = new Requests();
const threshold = new Threshold(minConfidence => askAgain({policy: 'auto', minConfidence}));
const strip = new Strip(known);
const refinements = new Refinements(ended => {
  requests.refine(ended);
  if (ended.id === shown) {
    showRefinement(ended);
  }
});
const pad = new Pad($('pad'), () => askAboutDrawing());
const easel = new Easel(() => pad.clear());
const seen = new Seen();

/** Promises of what models are, by their fingerprints. */
const models = new Map();
let digits = true;
let policy = 'auto';
let image = null;
let asking = null;
let shown = null;

/** Asks about a picture as it is, not a byte of it changed. */
function ask(picture) {
  image = {blob: picture, url: URL.createObjectURL(picture)};
  easel.show(image.url);
  return askAgain();
}

async function askAboutDrawing() {
  if (!pad.empty) {
    const drawing = digits ? await pad.digit() : await pad.image();
    image = {blob: drawing, url: URL.createObjectURL(drawing)};
    await askAgain();
  }
}

async function askAgain(wishes = {policy}) {
  if (image === null) {
    return;
  }
  const about = image;
  const mine = asking = Symbol();
  $('said').setAttribute('aria-busy', 'true');
  try {
    const answer = await infer(about.blob, {...wishes, later: $('respond-async').checked});
    const {labels} = await describe(answer.model);
    if (mine === asking) {
      show(answer, about.url, labels);
      seen.show(about.blob, answer.model, await describe(answer.model));
    }
  } catch (error) {
    if (mine === asking) {
      refuse(error.message);
    }
  }
  if (mine === asking) {
    $('said').setAttribute('aria-busy', 'false');
    strip.refresh();
  }
}

function show(answer, url, names) {
  shown = answer.id;
  showAnswer(answer, names);
  echo.say(answer);
  path.show(answer, url);
  threshold.show(answer, names);
  requests.add(answer, url);
  if (answer.provisional) {
    refinements.await(answer.id);
  }
}

function refuse(sentence) {
  shown = null;
  showError(sentence);
  seen.hide();
  threshold.hide();
  echo.hush();
}

/** When it is not known what a model is, its classes have numbers. */
function describe({name, version, fingerprint}) {
  if (!models.has(fingerprint)) {
    models.set(fingerprint, model({name, version}).catch(() => {
      models.delete(fingerprint);
      return {labels: [], channels: null, thresholds: []};
    }));
  }
  return models.get(fingerprint);
}

/** What the edge says of itself decides what is offered. */
async function known({models: held, outbox}) {
  const standard = held.find(version => version.default);
  const {channels, thresholds} = standard ? await describe(standard) : {channels: null, thresholds: []};
  digits = standard?.name === DIGITS;
  document.body.dataset.drawing = channels === COLOUR ? 'never' : digits ? 'first' : 'last';
  $('never').hidden = thresholds.length === 0 || thresholds.some(threshold => threshold < 1);
  $('never').textContent =
    `With this model the edge never answers by itself: ${thresholds.length > 1 ? 'the thresholds of its exits are' : 'the threshold of its exit is'} 1.`;
  $('model').textContent = standard ? `${standard.name} ${standard.version}` : '';
  $('samples').hidden = !digits;
  $('later').hidden = !outbox.enabled;
  if (!outbox.enabled) {
    $('respond-async').checked = false;
  }
}

$('policies').addEventListener('click', event => {
  const chosen = event.target.closest('[data-policy]');
  if (chosen) {
    policy = chosen.dataset.policy;
    document.querySelectorAll('[data-policy]')
      .forEach(button => button.setAttribute('aria-pressed', String(button === chosen)));
    askAgain();
  }
});
$('clear').addEventListener('click', () => easel.clear());
acceptFiles($('file'), ask);
offerSamples($('sample-buttons'), ask, refuse);
offerCamera(
  {open: $('camera'), shut: $('shut'), shoot: $('shoot'), viewfinder: $('viewfinder'), video: $('video')},
  ask, refuse);
