import type { Config } from '../../scenario.ts';
import type { Setup } from '../../world.ts';

/**
 * Broker ids of bootstrap.servers: `broker-1:9092,broker-2:9092`. Without the setting, every broker of the scenario.
 * Addresses of brokers that do not exist are left out; {@link unknownBootstrap} names them.
 */
export function bootstrapOf(config: Config, setup: Setup): readonly number[] {
  const given = config['bootstrap.servers'];
  if (given === undefined || given.trim() === '') return setup.brokerIds;
  const ids = addressesOf(given).map(brokerOf);
  const known = ids.filter((id): id is number => id !== null && setup.brokerIds.includes(id));
  return known.length > 0 ? known : setup.brokerIds;
}

/** The addresses in bootstrap.servers that are no broker of the scenario. */
export function unknownBootstrap(servers: string, brokerIds: readonly number[]): readonly string[] {
  return addressesOf(servers).filter((address) => {
    const id = brokerOf(address);
    return id === null || !brokerIds.includes(id);
  });
}

function addressesOf(servers: string): readonly string[] {
  return servers
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}

function brokerOf(address: string): number | null {
  const match = /^(?:broker-)?(\d+)(?::\d+)?$/.exec(address);
  return match === null ? null : Number(match[1]);
}
