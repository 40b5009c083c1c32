/** Pictures that are chosen, dropped or pasted. */

/** @param onImage called with each, a Blob */
export function acceptFiles(input, onImage) {
  const first = list => [...list ?? []].find(file => file.type.startsWith('image/')) ?? list?.[0];
  const take = list => {
    const file = first(list);
    if (file) {
      onImage(file);
    }
  };
  input.addEventListener('change', () => {
    take(input.files);
    input.value = ''; // the same file can be chosen again
  });
  let inside = 0;
  const over = () => document.body.classList.toggle('dropping', inside > 0);
  document.addEventListener('dragenter', () => {
    inside++;
    over();
  });
  document.addEventListener('dragleave', () => {
    inside--;
    over();
  });
  document.addEventListener('dragover', event => event.preventDefault());
  document.addEventListener('drop', event => {
    event.preventDefault();
    inside = 0;
    over();
    take(event.dataTransfer.files);
  });
  document.addEventListener('paste', event => take(event.clipboardData.files));
}
