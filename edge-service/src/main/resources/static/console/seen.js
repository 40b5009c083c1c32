/** What the network sees of the picture that was asked about: small, in its own channels, and without what it does not look at. */
import {$} from './elements.js';
import {seen} from './api.js';

const GREY = 1;

export class Seen {
  #turn = null;

  /** @param image a Blob; @param model name and version; @param description what the model is */
  async show(image, model, description) {
    const mine = this.#turn = Symbol();
    const picture = await seen(image, model).catch(() => null);
    if (mine !== this.#turn) {
      return;
    }
    if (picture === null) {
      this.hide();
      return;
    }
    URL.revokeObjectURL($('seen-picture').src);
    $('seen-picture').src = URL.createObjectURL(picture);
    $('seen-size').textContent = size(description);
    $('seen').hidden = false;
  }

  hide() {
    this.#turn = null;
    $('seen').hidden = true;
  }
}

function size({width, height, channels, samples, selected}) {
  const all = `${width} \u00d7 ${height} pixels, ${channels === GREY ? 'grey' : 'colour'}`;
  return selected === samples ? all : `${all}; it looks at ${selected} of ${samples} samples`;
}
