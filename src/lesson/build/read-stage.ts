import { fieldsOf, listOf, wrong, type Read, type Spot } from '../../scenario/read/reading.ts';
import { readText } from '../../scenario/read/values.ts';
import type { Beat } from '../lesson.ts';
import { plain, type Inline } from '../prose.ts';
import { readSentence } from './sentence.ts';

/** What fits on the stage in letters that the last row can read. */
const LONGEST_SAID = 110;
const LONGEST_ASKED = 90;

/** One sentence; a full stop may stand within a word, as in `auto.offset.reset`. */
const SENTENCE = /^[^.?!]+(\.\w[^.?!]*)*\.$/;
const QUESTION = /^[^?]+\?$/;

/**
 * `stage` of a step: what a presenter says and asks.
 * @param places where a beat may be, in the order of time: `start`, the step's moments, `end`
 * @param votes does the room vote on the step's prediction at this place? Then nothing else is asked there
 */
export function readStage(places: readonly string[], votes: (place: string) => boolean): Read<Beat[]> {
  const read = listOf(readBeat(places, votes), 'a list of beats');
  return (spot) => {
    const beats = read(spot);
    const written = Array.isArray(spot.value) ? spot.value.length : 0;
    if (beats === null || beats.length < written) return beats;
    if (written === 0) return wrong(spot, 'empty', 'stage without a beat; a presenter has nothing to say');
    const order = beats.map(({ at }) => places.indexOf(at));
    if (order.includes(-1)) return beats;
    if (beats[0]?.at !== 'start' || beats.at(-1)?.at !== 'end') {
      wrong(
        spot,
        'stage-ends',
        `stage is from ${beats[0]?.at ?? ''} to ${beats.at(-1)?.at ?? ''}; each step is presented at its beginning and at its end`,
        'the first beat is at start, the last has `at: end`',
      );
    } else if (order.some((place, index) => place < (order[index - 1] ?? 0))) {
      wrong(spot, 'stage-order', 'stage goes back in time', `the order is ${places.join(', ')}`);
    }
    return beats;
  };
}

function readBeat(places: readonly string[], votes: (place: string) => boolean): Read<Beat> {
  return (spot) => {
    const fields = fieldsOf(spot, 'a beat', ['at', 'say', 'ask']);
    if (fields === null) return null;
    const at = fields.optional('at', readText, 'start');
    const say = fields.required('say', readSaid);
    const ask = votes(at) ? [] : fields.required('ask', readAsked);
    if (votes(at) && fields.has('ask'))
      wrong(
        fields.at('ask'),
        'vote',
        'ask where the room votes: at the start of a step that predicts the stage asks the prediction itself',
        'leave ask out',
      );
    if (!places.includes(at))
      wrong(fields.at('at'), 'unknown-moment', `unknown moment ${at.slice(0, 60)}`, `known: ${places.join(', ')}`);
    return say === null || ask === null ? null : { at, say, ask };
  };
}

const readSaid: Read<readonly Inline[]> = (spot) =>
  fitting(spot, 'say', LONGEST_SAID, SENTENCE, 'one sentence with a full stop at its end');

const readAsked: Read<readonly Inline[]> = (spot) =>
  fitting(spot, 'ask', LONGEST_ASKED, QUESTION, 'one question with a question mark at its end');

function fitting(spot: Spot, key: string, longest: number, shape: RegExp, what: string): readonly Inline[] | null {
  const sentence = readSentence(spot);
  if (sentence === null) return null;
  const text = plain(sentence);
  if (text.length > longest)
    wrong(spot, 'too-long', `${key} has ${text.length} characters; the stage has room for ${longest}`);
  else if (text !== '' && !shape.test(text))
    wrong(spot, 'not-one', `${key} must be ${what}; found ${text.slice(0, 60)}`);
  return sentence;
}
