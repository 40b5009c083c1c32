/** The console: from a picture to an answer and all that is shown of it. */
import {$} from './elements.js';
import {infer, labels} from './api.js';
import {showAnswer, showError, showRefinement} from './answer.js';
import {offerCamera} from './camera.js';
import {Pad} from './draw.js';
import {Echo} from './echo.js';
import {acceptFiles} from './files.js';
import {Path} from './path.js';
import {Refinements} from './refinements.js';
import {Requests} from './requests.js';
import {offerSamples} from './samples.js';
import {Strip} from './strip.js';
import {Threshold} from './threshold.js';

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

/** Labels of the classes, by the model's fingerprint. */
const labelsOf = new Map();
let digits = true;
let policy = 'auto';
let image = null;
let asking = null;
let shown = null;

function ask(picture) {
  image = {blob: picture, url: URL.createObjectURL(picture)};
  return askAgain();
}

async function askAboutDrawing() {
  if (!pad.empty) {
    await ask(digits ? await pad.digit() : await pad.image());
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
    const names = await namesOf(answer.model);
    if (mine === asking) {
      show(answer, about.url, names);
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
  threshold.hide();
  echo.hush();
}

/** Without them, classes have numbers. */
async function namesOf(model) {
  if (!labelsOf.has(model.fingerprint)) {
    labelsOf.set(model.fingerprint, await labels(model).catch(() => []));
  }
  return labelsOf.get(model.fingerprint);
}

/** What the edge says of itself decides what is offered. */
function known({models, outbox}) {
  const standard = models.find(model => model.default);
  digits = standard?.name === DIGITS;
  document.body.dataset.drawing = digits ? 'first' : 'last';
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
$('clear').addEventListener('click', () => pad.clear());
acceptFiles($('file'), ask);
offerSamples($('sample-buttons'), ask, refuse);
offerCamera(
  {open: $('camera'), shut: $('shut'), shoot: $('shoot'), viewfinder: $('viewfinder'), video: $('video')},
  ask, refuse);
