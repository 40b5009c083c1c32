/** A button for each sample digit, which are for keyboards what the pad is for hands. */
import {element} from './elements.js';

export function offerSamples(place, onImage, onError) {
  for (let digit = 0; digit < 10; digit++) {
    const url = `samples/digit-${digit}.png`;
    const button = element('button', {type: 'button', 'class': 'sample', 'aria-label': `Sample digit ${digit}`},
      element('img', {src: url, alt: '', width: 28, height: 28}));
    button.addEventListener('click', async () => {
      try {
        onImage(await (await fetch(url)).blob());
      } catch {
        onError('The sample cannot be fetched: is the edge running?');
      }
    });
    place.append(button);
  }
}
