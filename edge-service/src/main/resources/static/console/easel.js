/** Where drawings are made: a picture that was not drawn stands in the place of the drawing until it is cleared. */
import {$} from './elements.js';

export class Easel {
  #onClear;

  /** @param onClear called when what is on it goes */
  constructor(onClear) {
    this.#onClear = onClear;
    $('picture').addEventListener('error', () => this.#put(null));
    $('picture').addEventListener('pointerdown', event => {
      event.preventDefault();
      this.clear();
    });
  }

  /** @param url of a picture */
  show(url) {
    this.#onClear();
    this.#put(url);
  }

  clear() {
    this.#onClear();
    this.#put(null);
  }

  #put(url) {
    const picture = $('picture');
    picture.hidden = url === null;
    document.body.classList.toggle('pictured', url !== null);
    if (url === null) {
      picture.removeAttribute('src');
    } else {
      picture.src = url;
    }
    $('drawing-hint').textContent = url === null ? 'Draw: the answer comes when you pause.' : 'Clear it to draw.';
  }
}
