/**
 * Decides again, from an answer alone, what another threshold would have led to. Exits are asked one after the other; the first
 * whose certainty reaches the threshold answers, and at a threshold of 1 none does.
 *
 * @returns {who: 'edge' | 'cloud' | 'next-exit' | 'unasked', classIndex, known}; classIndex where it is known
 */
export function decide(answer, threshold) {
  const {asked, exits, policy} = answer.decision;
  if (asked.length === 0) {
    return {who: 'unasked', classIndex: null};
  }
  const sure = threshold < 1 ? asked.find(exit => exit.value >= threshold) : undefined;
  if (sure) {
    return {who: 'edge', classIndex: sure.classIndex};
  }
  if (asked.length < exits) {
    return {who: 'next-exit', classIndex: null};
  }
  if (policy === 'local-only') {
    return {who: 'edge', classIndex: asked.at(-1).classIndex, unsure: true};
  }
  return {who: 'cloud', classIndex: answer.exit === 'cloud' ? answer.classIndex : null};
}

/** What the answer's exits were held against, or would have been. */
export function thresholdOf(answer) {
  const last = answer.decision.asked.at(-1);
  return last ? last.threshold ?? last.modelThreshold : null;
}
