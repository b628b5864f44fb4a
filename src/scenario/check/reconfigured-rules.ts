import { settingsEraOf } from '../../sim/client/presets.ts';
import type { Intervention, NewConsumer, NewProducer } from '../../sim/intervention.ts';
import type { Config, Scenario } from '../../sim/scenario.ts';
import type { Path } from '../yaml-document.ts';
import type { Cast } from './cast.ts';
import { refusals } from './client-rules.ts';
import { checkConfig } from './cluster-rules.ts';
import type { Findings } from './finding.ts';

type Reconfigured = Extract<Intervention, { readonly type: 'configureClient' }>;

/**
 * New settings for a client: each is legal, and its library takes them together with those that it has, as it would at the start. What
 * other interventions may have set by then is not always known: a mistake is what is refused with it and without it.
 */
export function checkReconfigured(
  change: Reconfigured,
  scope: 'producer' | 'consumer',
  cast: Cast,
  path: Path,
  findings: Findings,
): void {
  const { scenario } = cast;
  const client = clientOf(change.node, cast.interventions, scenario);
  const before = findings.all.length;
  checkConfig(
    scope,
    change.config,
    settingsEraOf(client?.client ?? 'java', scenario.era),
    [...path, 'config'],
    findings,
  );
  if (client === undefined || cast.unread.settings || findings.all.length > before) return;
  const [surely, perhaps] = earlier(change, cast.interventions, scenario);
  const refused = (...configs: readonly Config[]): ReturnType<typeof refusals> =>
    refusals(
      scope,
      { client: client.client, config: Object.assign({}, client.config, ...configs) as Config },
      scenario,
    );
  const withAll = refused(...surely, ...perhaps, change.config).map(({ message }) => message);
  const already = refused(...surely).map(({ message }) => message);
  for (const { setting, message, hint } of refused(...surely, change.config)) {
    if (!withAll.includes(message) || already.includes(message)) continue;
    const own = Object.hasOwn(change.config, setting) ? [setting] : [];
    findings.add([...path, 'config', ...own], 'wrong-setting', message, hint);
  }
}

function clientOf(
  name: string,
  all: readonly Intervention[],
  { producers, consumers }: Scenario,
): NewProducer | NewConsumer | undefined {
  const added = all.map((one) =>
    one.type === 'addProducer' ? one.producer : one.type === 'addConsumer' ? one.consumer : undefined,
  );
  return [...producers, ...consumers, ...added].find((one) => one?.name === name);
}

/** What has been set before by the script at its times; and what else may have been set by then. */
function earlier(
  change: Reconfigured,
  all: readonly Intervention[],
  { script }: Scenario,
): readonly [surely: readonly Config[], perhaps: readonly Config[]] {
  const others = all.filter((one): one is Reconfigured => one.type === 'configureClient' && one.node === change.node);
  const timed = script
    .filter(({ when }) => when === null)
    .sort((one, other) => one.at - other.at)
    .flatMap(({ interventions }) => interventions);
  const at = timed.indexOf(change);
  const first = at < 0 ? [] : timed.slice(0, at);
  const later = at < 0 ? [] : timed.slice(at);
  return [
    others.filter((one) => first.includes(one)).sort((one, other) => first.indexOf(one) - first.indexOf(other)),
    others.filter((one) => one !== change && !first.includes(one) && !later.includes(one)),
  ].map((some) => some.map(({ config }) => config)) as [Config[], Config[]];
}
