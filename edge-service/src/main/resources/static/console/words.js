/** Numbers and reasons as people read them. */

export function percent(share) {
  const value = 100 * share;
  return value > 99.9 && value < 100 ? '> 99.9 %' : `${value.toFixed(1)} %`;
}

export function millis(value) {
  return `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
}

export function bytes(value) {
  if (value < 10_000) {
    return `${value} B`;
  }
  return value < 10_000_000 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}

const WHO = {
  'edge': 'the edge',
  'cloud': 'the cloud',
  'edge-fallback': 'the edge, in place of the cloud',
  'edge-provisional': 'the edge, for now',
};

export function who(exit) {
  return WHO[exit] ?? exit;
}

const WHY = {
  'confident': 'it was sure enough',
  'policy-local-only': 'it was not sure, but nobody else may answer',
  'queued': 'the cloud\u2019s answer follows',
  'cloud-answered': 'it was asked, and answered in time',
  'breaker-open': 'the cloud failed so often that it is not asked for a while',
  'overload': 'as many calls as allowed were under way',
  'byte-budget': 'the bytes for this minute were spent',
  'refused': 'no connection to the cloud could be made',
  'timeout': 'the cloud took too long',
  'connection-lost': 'the connection to the cloud was lost',
  'cloud-error': 'the cloud answered with an error',
  'bad-answer': 'the cloud\u2019s answer was damaged',
  'image-refused': 'the cloud did not take the image',
  'fingerprint-mismatch': 'the cloud holds another model of this version',
  'unknown-model': 'the cloud does not hold this version',
  'outbox-full': 'as many images as allowed wait for the cloud',
  'outbox-failed': 'it could not be written down for later',
};

export function why(reason) {
  return WHY[reason] ?? reason;
}
