/** Pictures from a camera, where the browser lets a page have one: over HTTPS, or on the machine itself. */

const MOST = 640;

/** @param parts open, shut, shoot: buttons; viewfinder; video; @param onImage called with each picture, @param onError with a sentence */
export function offerCamera({open, shut, shoot, viewfinder, video}, onImage, onError) {
  if (!navigator.mediaDevices?.getUserMedia) {
    return;
  }
  open.hidden = false;
  const close = () => {
    video.srcObject?.getTracks().forEach(track => track.stop());
    video.srcObject = null;
    viewfinder.hidden = true;
    open.hidden = false;
  };
  open.addEventListener('click', async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}});
      await video.play();
      viewfinder.hidden = false;
      open.hidden = true;
      shoot.focus();
    } catch (error) {
      close();
      onError(`The camera cannot be used: ${error.message}.`);
    }
  });
  shut.addEventListener('click', () => {
    close();
    open.focus();
  });
  shoot.addEventListener('click', () => {
    const scale = Math.min(1, MOST / Math.max(video.videoWidth, video.videoHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(image => image && onImage(image), 'image/jpeg', 0.9);
  });
}
