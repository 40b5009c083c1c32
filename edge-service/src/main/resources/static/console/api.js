/** What the edge says: its answers as they come, its problems as errors with the sentence that it wrote. */

const SECOND = 1000;

async function asked(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Error('The edge does not answer: is it running, and is there a network between you?');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new Error(body?.detail ?? `The edge answered ${response.status}.`);
  }
  return body;
}

/** @param image a Blob; @param options policy, minConfidence (or null), later: whether the cloud may refine the answer */
export function infer(image, {policy, minConfidence = null, later = false}) {
  const query = new URLSearchParams({policy});
  if (minConfidence !== null) {
    query.set('minConfidence', minConfidence);
  }
  const headers = {'Content-Type': 'application/octet-stream'};
  if (later) {
    headers.Prefer = 'respond-async';
  }
  return asked(`infer?${query}`, {method: 'POST', headers, body: image});
}

export function summary() {
  return asked('actuator/inference', {signal: AbortSignal.timeout(5 * SECOND)});
}

/** What a model is: labels of its classes, size and channels of its picture, thresholds of its exits. */
export function model({name, version}) {
  return asked(`console/model?${new URLSearchParams({name, version})}`);
}

/** The picture that a model's network gets of an image, a Blob; null when there is none. */
export async function seen(image, {name, version}) {
  const response = await fetch(`console/seen?${new URLSearchParams({name, version})}`,
    {method: 'POST', headers: {'Content-Type': 'application/octet-stream'}, body: image});
  return response.ok ? response.blob() : null;
}

export function inference(id) {
  return asked(`inferences/${encodeURIComponent(id)}`);
}

/** Calls back with every inference that ends, until closed. */
export function endings(onEnd) {
  const events = new EventSource('inferences/events');
  for (const state of ['refined', 'expired', 'failed', 'dropped']) {
    events.addEventListener(state, event => onEnd(JSON.parse(event.data)));
  }
  return events;
}
