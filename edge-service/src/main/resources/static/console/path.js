/** The way between edge and cloud as a picture, with the one lit that an image took. */
import {thresholdOf} from './decide.js';
import {bytes, percent, who} from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

const PICTURE = `
<svg xmlns="${SVG}" viewBox="0 0 520 236" role="img" aria-labelledby="path-title">
  <title id="path-title">The way from edge to cloud</title>
  <defs>
    <marker id="head" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z"/></marker>
    <marker id="head-lit" class="lit" viewBox="0 0 10 10" refX="6" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z"/></marker>
  </defs>
  <g class="site"><rect x="88" y="34" width="226" height="194" rx="12"/><rect x="394" y="34" width="120" height="194" rx="12"/></g>
  <g class="site-name"><text x="100" y="54">EDGE</text><text x="406" y="54">CLOUD</text></g>
  <g class="way">
    <path data-way="in" d="M66 98H104"/>
    <path data-way="head-exit" d="M184 98H209"/>
    <path data-way="exit-answer" d="M257 124V170"/>
    <path data-way="exit-cloud" d="M305 98H408"/>
    <path data-way="cloud-answer" d="M454 124V192H306"/>
    <path data-way="image-cloud" d="M36 68V16H480V66"/>
  </g>
  <g class="node">
    <g data-node="head"><rect x="106" y="72" width="78" height="52" rx="8"/><text x="145" y="103">head</text></g>
    <g data-node="exit"><rect x="211" y="72" width="94" height="52" rx="8"/><text x="258" y="95">exit</text><text class="small" data-text="certainty" x="258" y="113">sure?</text></g>
    <g data-node="tail"><rect x="410" y="72" width="88" height="52" rx="8"/><text x="454" y="103">tail</text></g>
    <g data-node="answer"><rect x="208" y="170" width="98" height="44" rx="22"/><text data-text="answer" x="257" y="197">answer</text></g>
  </g>
  <rect class="frame" x="5" y="67" width="62" height="62" rx="6"/>
  <image data-image="" x="8" y="70" width="56" height="56" preserveAspectRatio="xMidYMid meet"/>
  <text class="small" x="36" y="146" text-anchor="middle" data-text="size"></text>
  <text class="small link" x="354" y="88" text-anchor="middle" data-text="link"></text>
  <text class="small link" x="354" y="30" text-anchor="middle" data-text="image-link"></text>
  <g class="broken" data-mark="broken" visibility="hidden"><circle cx="354" cy="98" r="12"/><path d="M349 93l10 10M359 93l-10 10"/></g>
</svg>`;

const WAYS = {
  'edge': ['in', 'head-exit', 'exit-answer'],
  'edge-fallback': ['in', 'head-exit', 'exit-answer'],
  'edge-provisional': ['in', 'head-exit', 'exit-answer'],
  'cloud': ['in', 'head-exit', 'exit-cloud', 'cloud-answer'],
  'image': ['image-cloud', 'cloud-answer'],
};

const NODES = {
  'in': [], 'head-exit': ['head', 'exit'], 'exit-answer': ['answer'], 'exit-cloud': ['tail'],
  'cloud-answer': ['tail', 'answer'], 'image-cloud': ['tail'],
};

function certainty(answer) {
  const last = answer.decision.asked.at(-1);
  if (last === undefined) {
    return 'not asked';
  }
  return thresholdOf(answer) >= 1 ? 'never answers' : percent(last.value);
}

/** Shown when the mouse rests on it. */
function title(words) {
  const made = document.createElementNS(SVG, 'title');
  made.textContent = words;
  return made;
}

export class Path {
  #svg;

  constructor(place) {
    this.#svg = document.importNode(
      new DOMParser().parseFromString(PICTURE.trim(), 'image/svg+xml').documentElement, true);
    place.append(this.#svg);
  }

  /** @param url of the image that was asked about */
  show(answer, url) {
    const {exit, bytes: travelled, decision, label} = answer;
    const byImage = exit === 'cloud' && travelled.codec === 'image';
    const ways = WAYS[byImage ? 'image' : exit] ?? [];
    const nodes = new Set(ways.flatMap(way => NODES[way]));
    this.#all('[data-way]', part => part.classList.toggle('lit', ways.includes(part.dataset.way)));
    this.#all('[data-node]', part => part.classList.toggle('lit', nodes.has(part.dataset.node)));
    const failed = exit === 'edge-fallback';
    this.#one('[data-mark=broken]').setAttribute('visibility', failed ? 'visible' : 'hidden');
    this.#one('[data-image]').setAttribute('href', url);
    this.#text('size', bytes(travelled.image));
    this.#text('certainty', certainty(answer));
    this.#text('link', exit === 'cloud' && !byImage ? bytes(travelled.frame)
      : exit === 'edge-provisional' ? 'later' : '');
    this.#text('image-link', byImage ? bytes(travelled.frame) : '');
    this.#text('answer', label.length > 11 ? `${label.slice(0, 10)}\u2026` : label);
    this.#one('[data-text=answer]').append(title(label));
    this.#one('title').textContent =
      `The way of this image: ${byImage ? 'itself to the cloud' : ways.includes('exit-cloud') ? 'through head and exit, and as features to the cloud' : failed ? 'to the exit, past a cloud that could not answer' : 'through head and exit, and no further'}. Answered by ${who(exit)}.`;
  }

  #one(selector) {
    return this.#svg.querySelector(selector);
  }

  #all(selector, change) {
    this.#svg.querySelectorAll(selector).forEach(change);
  }

  #text(name, words) {
    this.#one(`[data-text=${name}]`).textContent = words;
  }
}
