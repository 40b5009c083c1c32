/** A pad to draw on by mouse, finger or pen: bright strokes on dark ground, whatever the page looks like. */

const STROKE = 20;
const PAUSE_MS = 500;

/** Side of a digit of MNIST, and of the box that its strokes fill. */
const SIDE = 28;
const BOX = 20;

export class Pad {
  #canvas;
  #context;
  #pause;
  #empty = true;

  /** @param onPause called when a drawing is there and the hand rests */
  constructor(canvas, onPause) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', {willReadFrequently: true});
    canvas.addEventListener('pointerdown', event => {
      if (!event.isPrimary || event.button !== 0) {
        return;
      }
      canvas.setPointerCapture(event.pointerId);
      clearTimeout(this.#pause);
      this.#stroke(event, event);
      let last = event;
      const move = next => {
        this.#stroke(last, next);
        last = next;
      };
      const end = () => {
        canvas.removeEventListener('pointermove', move);
        canvas.removeEventListener('pointerup', end);
        canvas.removeEventListener('pointercancel', end);
        this.#pause = setTimeout(onPause, PAUSE_MS);
      };
      canvas.addEventListener('pointermove', move);
      canvas.addEventListener('pointerup', end);
      canvas.addEventListener('pointercancel', end);
    });
    this.clear();
  }

  clear() {
    clearTimeout(this.#pause);
    this.#context.fillStyle = '#000';
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#empty = true;
  }

  get empty() {
    return this.#empty;
  }

  #stroke(from, to) {
    const box = this.#canvas.getBoundingClientRect();
    const scale = this.#canvas.width / box.width;
    const context = this.#context;
    context.strokeStyle = '#fff';
    context.lineWidth = STROKE;
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    context.moveTo((from.clientX - box.left) * scale, (from.clientY - box.top) * scale);
    context.lineTo((to.clientX - box.left) * scale, (to.clientY - box.top) * scale);
    context.stroke();
    this.#empty = false;
  }

  /** The drawing as it is, a PNG. */
  image() {
    return png(this.#canvas);
  }

  /** The drawing as MNIST's digits are: its strokes fill 20 x 20 of 28 x 28 pixels, its centre of mass in the middle. */
  digit() {
    const {width, height} = this.#canvas;
    const samples = this.#context.getImageData(0, 0, width, height).data;
    let mass = 0, sumX = 0, sumY = 0;
    let left = width, right = 0, top = height, bottom = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const sample = samples[4 * (y * width + x)];
        if (sample > 0) {
          mass += sample;
          sumX += sample * (x + 0.5);
          sumY += sample * (y + 0.5);
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    const scale = BOX / Math.max(right - left, bottom - top);
    const small = document.createElement('canvas');
    small.width = small.height = SIDE;
    const context = small.getContext('2d');
    context.fillRect(0, 0, SIDE, SIDE);
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      this.#canvas, left, top, right - left, bottom - top,
      SIDE / 2 - (sumX / mass - left) * scale, SIDE / 2 - (sumY / mass - top) * scale,
      (right - left) * scale, (bottom - top) * scale);
    return png(small);
  }
}

function png(canvas) {
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}
