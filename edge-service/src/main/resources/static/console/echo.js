/** On narrow screens, where the answer lies below what was drawn: the answer in short, until the answer itself is seen. */
import {$} from './elements.js';

export class Echo {
  #seen = true;
  #said = false;

  constructor() {
    new IntersectionObserver(([verdict]) => {
      this.#seen = verdict.isIntersecting;
      this.#update();
    }).observe($('verdict'));
  }

  say(answer) {
    const echo = $('echo');
    echo.textContent = `${answer.label} \u2193`;
    echo.setAttribute('aria-label', `Answer: ${answer.label}. Go there`);
    echo.dataset.exit = answer.exit;
    this.#said = true;
    this.#update();
  }

  /** An error is no answer. */
  hush() {
    this.#said = false;
    this.#update();
  }

  #update() {
    $('echo').hidden = this.#seen || !this.#said;
  }
}
