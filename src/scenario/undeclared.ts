import { defaultConsumerConfig } from '../sim/client/presets.ts';
import { layered } from '../sim/client/settings/parse.ts';
import type { Intervention, NewConsumer, NewProducer } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import { topicsReadBy } from './check/cast.ts';
import { didYouMean } from './did-you-mean.ts';

/**
 * What an author should hear of the topics that clients use and nobody creates: brokers create such a topic when it is first asked for, unless
 * auto.create.topics.enable says otherwise, so a slip of the keyboard makes a topic of its own.
 */
export function undeclaredTopics(scenario: Scenario): readonly string[] {
  const interventions = scenario.script.flatMap((item) => item.interventions);
  const declared = scenario.topics.map(({ name }) => name);
  for (const each of interventions) if (each.type === 'createTopic') declared.push(each.topic.name);
  const consumers = [
    ...scenario.consumers,
    ...interventions.flatMap((each) => (each.type === 'addConsumer' ? [each.consumer] : [])),
  ];
  const read = consumers.flatMap(topicsReadBy);
  const asked = [
    ...scenario.producers.flatMap(topicsOfProducer),
    ...interventions.flatMap(topicsOf),
    ...consumers.filter((consumer) => mayCreate(consumer, scenario)).flatMap(topicsReadBy),
  ];
  const creates = scenario.brokers.some(
    ({ config }) => ({ ...scenario.config.broker, ...config })['auto.create.topics.enable'] !== 'false',
  );
  return [...new Set([...asked, ...read])]
    .filter((topic) => !declared.includes(topic))
    .map((topic) => {
      const hint = didYouMean(topic, declared);
      const why = creates ? "a consumer's allow.auto.create.topics" : 'auto.create.topics.enable';
      const what =
        creates && asked.includes(topic) ? 'the brokers will create it' : `${why} is false, so nobody creates it`;
      return `topic ${topic.slice(0, 60)} is not declared; ${what}${hint.startsWith('did') ? `; ${hint}` : ''}`;
    });
}

function topicsOf(intervention: Intervention): readonly string[] {
  switch (intervention.type) {
    case 'send':
      return [...new Set(intervention.records.map(({ topic }) => topic))];
    case 'setProgram':
      return intervention.program === null ? [] : [intervention.program.topic];
    case 'addProducer':
      return topicsOfProducer(intervention.producer);
    case 'subscribe':
      return intervention.topics;
    default:
      return [];
  }
}

/** Has its library the brokers create what it subscribes to (librdkafka's has not)? */
function mayCreate({ client, config }: NewConsumer, scenario: Scenario): boolean {
  const all = layered(...defaultConsumerConfig(client, scenario.era), { ...scenario.config.consumer, ...config });
  return all['allow.auto.create.topics'] !== 'false';
}

function topicsOfProducer({ program }: NewProducer): readonly string[] {
  return program === null ? [] : [program.topic];
}
