/** A slider that decides the last answer again, without asking. */
import {$, element} from './elements.js';
import {decide, thresholdOf} from './decide.js';
import {why} from './words.js';

export class Threshold {
  #answer = null;
  #labels = [];

  /** @param onAgain called with the threshold to ask again with */
  constructor(onAgain) {
    $('threshold').addEventListener('input', () => this.#say());
    $('again').addEventListener('click', () => onAgain(Number($('threshold').value)));
  }

  show(answer, labels) {
    this.#answer = answer;
    this.#labels = labels;
    $('certainty').hidden = false;
    const threshold = thresholdOf(answer);
    $('threshold').disabled = $('again').disabled = threshold === null;
    if (threshold !== null) {
      $('threshold').value = threshold;
    }
    this.#marks();
    this.#say();
  }

  hide() {
    $('certainty').hidden = true;
  }

  #say() {
    const threshold = Number($('threshold').value);
    $('threshold-value').textContent = threshold < 1 ? threshold.toFixed(3) : '1.000, so never';
    const would = decide(this.#answer, threshold);
    $('hypothesis').textContent = sentence(this.#answer, would, this.#labels);
    $('hypothesis').dataset.who = would.who;
  }

  /** How sure each exit was, where the slider's thumb would be at that certainty. */
  #marks() {
    $('marks').replaceChildren(...this.#answer.decision.asked.map(({value}) => {
      const mark = element('span', {'data-side': value > 0.5 ? 'right' : 'left'},
        `certainty ${(Math.floor(1000 * value) / 1000).toFixed(3)}`);
      mark.style.setProperty('--at', value);
      return mark;
    }));
  }
}

function sentence(answer, would, labels) {
  const {policy, cloud} = answer.decision;
  const label = labels[would.classIndex] ?? `class ${would.classIndex}`;
  const start = policy === 'split' || policy === 'remote-only' ? 'This policy lets no exit answer. With auto, ' : 'With this threshold, ';
  switch (would.who) {
    case 'unasked':
      return 'The image itself went to the cloud: no exit was asked, so no threshold matters.';
    case 'edge':
      return would.unsure
        ? `${start}the exit would not be sure, but nobody else may answer: ${label}.`
        : `${start}the edge answers ${label} by itself, and nothing travels.`;
    case 'next-exit':
      return `${start}the next exit would be asked. What it says is not known: ask again.`;
    default:
      if (answer.exit === 'cloud') {
        return `${start}the cloud is asked, and says ${label}.`;
      }
      if (answer.provisional) {
        return `${start}the cloud would be asked. Its answer to this image follows.`;
      }
      return cloud === null
        ? `${start}the cloud would be asked. What it says is not known: ask again.`
        : `${start}the cloud would be asked. It could not answer this time: ${why(cloud)}.`;
  }
}
