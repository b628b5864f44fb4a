import type { ClientBody } from './client.ts';
import type { ClusterBody } from './cluster.ts';
import type { GroupBody } from './group.ts';
import type { KRaftBody } from './kraft.ts';
import type { ZkBody } from './zookeeper.ts';
import type { ZkQuorumBody } from './zookeeper-quorum.ts';

/** Everything that travels over a connection. In time the bytes of real clients are decoded into exactly these values. */
export type Body = ClientBody | ClusterBody | GroupBody | KRaftBody | ZkBody | ZkQuorumBody;

export type BodyType = Body['type'];
export type BodyOf<T extends BodyType> = Extract<Body, { readonly type: T }>;
