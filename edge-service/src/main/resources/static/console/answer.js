/** An answer: what it is, how sure, and what it took. */
import {$, element} from './elements.js';
import {bytes, millis, percent, who, why} from './words.js';

const MOST_BARS = 10;

/** Longest label that is written in large letters. */
const LARGE = 14;

let all = false;
let redraw = () => {};
$('all-classes').addEventListener('click', () => {
  all = !all;
  redraw();
});

/** @param labels of the classes, by index; none when they are not known */
export function showAnswer(answer, labels) {
  $('nothing').hidden = true;
  $('error').replaceChildren();
  $('answer').hidden = false;
  $('verdict').replaceChildren(
    element('strong', {'class': answer.label.length > LARGE ? 'label long' : 'label'}, answer.label),
    ...(answer.noneOfThese === true
      ? [element('em', {'class': 'none-of-these', title: 'The picture is unlike those of all classes'}, 'none of these')]
      : []),
    element('span', {'class': 'by'},
      element('b', {}, percent(answer.confidence)),
      ` \u2013 said by ${who(answer.exit)}: ${why(answer.reason)}.`));
  $('said').dataset.exit = answer.exit;
  redraw = () => bars(answer, labels);
  redraw();
  figures(answer);
}

export function showError(sentence) {
  $('nothing').hidden = true;
  $('answer').hidden = true;
  $('verdict').replaceChildren();
  $('error').replaceChildren(element('p', {}, sentence));
}

/** What the cloud said later, in the place of what it refines. */
export function showRefinement(ended) {
  const said = ended.state !== 'refined'
    ? `The cloud will not refine this: ${ended.reason ?? ended.state}.`
    : `The cloud has ${ended.revised ? 'another answer' : 'the same answer'}: ${ended.refined.label}, ${percent(ended.refined.confidence)}.`;
  $('verdict').append(element('span', {'class': 'refined'}, said));
}

function bars(answer, labels) {
  const classes = answer.probabilities.map((probability, index) => ({probability, index}));
  const many = classes.length > MOST_BARS;
  const sorted = many ? classes.sort((a, b) => b.probability - a.probability) : classes;
  const shown = all ? sorted : sorted.slice(0, MOST_BARS);
  $('all-classes').hidden = !many;
  $('all-classes').setAttribute('aria-pressed', String(all));
  $('all-classes').textContent = all ? `The ${MOST_BARS} most probable` : `All ${classes.length} classes`;
  $('bars').tabIndex = all && many ? 0 : -1;
  $('bars').replaceChildren(...shown.map(({probability, index}) => {
    const label = labels[index] ?? `class ${index}`;
    const bar = element('span', {'class': 'bar', 'aria-hidden': 'true'}, element('span', {}));
    bar.firstChild.style.setProperty('--share', probability);
    const row = element('li', {},
      element('span', {'class': 'name', title: label}, label),
      bar,
      element('span', {'class': 'share'}, percent(probability)));
    if (index === answer.classIndex) {
      row.className = 'best';
    }
    return row;
  }));
}

function figures({latencyMs, bytes: travelled}) {
  $('times').replaceChildren(
    row('decoding', millis(latencyMs.decode)),
    row('head and exits', millis(latencyMs.head)),
    row('cloud', latencyMs.cloud ? millis(latencyMs.cloud) : 'not asked'),
    row('in all', millis(latencyMs.total), 'sum'));
  $('bytes').replaceChildren(
    row(travelled.codec === 'image' ? 'the image' : 'features', `${bytes(travelled.payload)}${codec(travelled)}`),
    row('with its frame', bytes(travelled.frame)),
    row('HTTP included, there and back', `${bytes(travelled.sent)} + ${bytes(travelled.received)}`),
    row('the image itself, bare', bytes(travelled.image), 'sum'));
}

function codec(travelled) {
  return travelled.codec && travelled.codec !== 'image' ? ` (${travelled.codec})` : '';
}

function row(name, value, style = '') {
  return element('tr', {'class': style}, element('th', {scope: 'row'}, name), element('td', {}, value));
}
